/** The frame of every page: navigation at the left (a drawer on phones), header with clock, language and person. */
import {
  ApartmentOutlined, AuditOutlined, BarChartOutlined, BookOutlined, BranchesOutlined, CoffeeOutlined, EyeOutlined, FileSearchOutlined, FormOutlined, GlobalOutlined, InboxOutlined, LogoutOutlined, MenuOutlined, PlusCircleOutlined, PullRequestOutlined, ReadOutlined, SafetyOutlined, SettingOutlined, SolutionOutlined, TableOutlined, TeamOutlined, WarningOutlined,
} from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Avatar, Button, Drawer, Dropdown, Flex, Grid, Layout, Menu, Spin, Tag, theme, Typography, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import * as calls from '../api/calls';
import type { Role } from '../api/types';
import { useWords } from '../text/language';
import type { TextKey } from '../text/texts';
import { PracticeClock } from './clock';
import { Bell } from './notices';
import { useMe, useRole } from './session';

/** The calendar of days is large and seldom wanted. */
const AbsenceOf = lazy(async () => ({ default: (await import('./absence')).AbsenceOf }));

/** The navigation's parts, in order: everybody's work, what is known, how the work runs, who looks after it. */
const parts = ['work', 'known', 'studio', 'care'] as const;

interface Place {
  path: string;
  part: (typeof parts)[number];
  text: TextKey;
  icon: React.ReactNode;
  roles?: Role[];
  leads?: boolean;
  reviews?: boolean;
  privacy?: boolean;
  officer?: boolean;
}

const places: Place[] = [
  { path: '/inbox', part: 'work', text: 'nav.inbox', icon: <InboxOutlined /> },
  { path: '/start', part: 'work', text: 'nav.start', icon: <PlusCircleOutlined />, roles: ['staff', 'process_owner'] },
  { path: '/team', part: 'work', text: 'nav.team', icon: <SolutionOutlined />, leads: true },
  { path: '/customers', part: 'known', text: 'nav.customers', icon: <TeamOutlined /> },
  { path: '/records', part: 'known', text: 'nav.records', icon: <FileSearchOutlined />, roles: ['staff', 'process_owner'] },
  { path: '/cases', part: 'known', text: 'nav.cases', icon: <BranchesOutlined /> },
  { path: '/reports', part: 'known', text: 'nav.reports', icon: <BarChartOutlined /> },
  { path: '/handbook', part: 'known', text: 'nav.handbook', icon: <ReadOutlined /> },
  { path: '/training', part: 'known', text: 'nav.training', icon: <BookOutlined /> },
  { path: '/incidents', part: 'care', text: 'nav.incidents', icon: <WarningOutlined />, roles: ['process_owner', 'auditor'] },
  { path: '/processes', part: 'studio', text: 'nav.processes', icon: <ApartmentOutlined />, roles: ['process_owner', 'auditor'] },
  { path: '/decisions', part: 'studio', text: 'nav.decisions', icon: <TableOutlined />, roles: ['process_owner', 'auditor'] },
  { path: '/forms', part: 'studio', text: 'nav.forms', icon: <FormOutlined />, roles: ['process_owner', 'auditor'] },
  { path: '/drafts', part: 'studio', text: 'nav.drafts', icon: <PullRequestOutlined />, roles: ['process_owner', 'auditor'], reviews: true },
  { path: '/audit', part: 'care', text: 'nav.audit', icon: <AuditOutlined />, roles: ['auditor'] },
  { path: '/privacy', part: 'care', text: 'nav.privacy', icon: <SafetyOutlined />, officer: true },
  { path: '/views', part: 'care', text: 'nav.views', icon: <EyeOutlined />, privacy: true },
  { path: '/settings', part: 'care', text: 'nav.settings', icon: <SettingOutlined />, roles: ['process_owner'] },
];

function Navigation({ onGo }: { onGo?: () => void }) {
  const { t } = useWords();
  const me = useMe();
  const { pathname } = useLocation();
  const mine = places
    .filter((place) => (!place.leads || me.leads) && (!place.privacy || me.privacy) && (!place.officer || me.officer))
    .filter((place) => !place.roles || (place.reviews && me.reviews) || me.roles.some((role) => role === 'admin' || place.roles?.includes(role)));
  const items = parts
    .map((part) => mine.filter((place) => place.part === part))
    .filter((some) => some.length > 0)
    .flatMap((some, n) => [
      ...(n > 0 ? [{ type: 'divider' as const, key: `before ${some[0].path}` }] : []),
      ...some.map((place) => ({ key: place.path, icon: place.icon, label: <Link to={place.path}>{t(place.text)}</Link> })),
    ]);
  const here = places.find((place) => pathname.startsWith(place.path))?.path;
  return <Menu mode="inline" items={items} selectedKeys={here ? [here] : []} onClick={onGo} style={{ borderInlineEnd: 0, padding: '8px 4px' }} />;
}

function Person({ wide }: { wide: boolean }) {
  const { t, language, choose } = useWords();
  const me = useMe();
  const cache = useQueryClient();
  const go = useNavigate();
  const works = useRole('staff', 'process_owner');
  const [away, setAway] = useState(false);
  const other = language === 'zh' ? 'en' : 'zh';
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: (
        <Flex vertical gap={4}>
          <Typography.Text strong>{me.display_name}</Typography.Text>
          {me.department && <Typography.Text type="secondary">{me.department}</Typography.Text>}
          <span>
            {me.roles.map((role) => (
              <Tag key={role}>{t(`role.${role}`)}</Tag>
            ))}
          </span>
        </Flex>
      ),
    },
    { type: 'divider' },
    ...(works ? [{ key: 'away', icon: <CoffeeOutlined />, label: t('away.menu'), onClick: () => setAway(true) }] : []),
    { key: 'language', icon: <GlobalOutlined />, label: <span lang={other}>{t('app.switch')}</span>, onClick: () => choose(other) },
    {
      key: 'out',
      icon: <LogoutOutlined />,
      label: t('signin.out'),
      onClick: async () => {
        await calls.signOut();
        cache.clear();
        go('/signin');
      },
    },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" aria-label={me.display_name} style={{ paddingInline: 6 }}>
        <Avatar size={26} style={{ background: '#0958d9' }}>
          {me.display_name.slice(0, 1)}
        </Avatar>
        {wide && me.display_name}
        </Button>
      </Dropdown>
      {away && (
        <Suspense fallback={null}>
          <AbsenceOf person={me.username} onClose={() => setAway(false)} />
        </Suspense>
      )}
    </>
  );
}

function Brand() {
  const { t } = useWords();
  const { token } = theme.useToken();
  return (
    <Link to="/inbox" aria-label={t('app.name')} style={{ display: 'flex', alignItems: 'center', gap: 8, color: token.colorText, fontWeight: 650, fontSize: 16 }}>
      <img src="/app/mark.svg" alt="" width={24} height={24} />
      {t('app.name')}
    </Link>
  );
}

export function Frame() {
  const { t } = useWords();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().lg ?? window.innerWidth >= 992;
  const [menu, setMenu] = useState(false);
  const moving = useNavigation().state === 'loading';
  const line = `1px solid ${token.colorBorderSecondary}`;
  return (
    <Layout style={{ minHeight: '100dvh' }}>
      <a href="#content" style={{ position: 'absolute', insetInlineStart: -9999 }} onFocus={(e) => (e.target.style.insetInlineStart = '8px')} onBlur={(e) => (e.target.style.insetInlineStart = '-9999px')}>
        {t('app.skip')}
      </a>
      <Layout.Header style={{ position: 'sticky', top: 0, zIndex: 20, borderBottom: line, display: 'flex', alignItems: 'center', gap: 12, lineHeight: 'normal', paddingInline: wide ? 20 : 8 }}>
        {!wide && <Button type="text" icon={<MenuOutlined />} aria-label={t('app.menu')} onClick={() => setMenu(true)} />}
        <Brand />
        {moving && <Spin size="small" />}
        <span style={{ flex: 1 }} />
        <PracticeClock wide={wide} />
        <Bell />
        <Person wide={wide} />
      </Layout.Header>
      <Layout>
        {wide ? (
          <Layout.Sider width={184} style={{ borderInlineEnd: line, position: 'sticky', top: 53, height: 'calc(100dvh - 53px)', overflow: 'auto' }}>
            <nav aria-label={t('app.menu')}>
              <Navigation />
            </nav>
          </Layout.Sider>
        ) : (
          <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={260} title={<Brand />} styles={{ body: { padding: 0 } }}>
            <Navigation onGo={() => setMenu(false)} />
          </Drawer>
        )}
        <Layout.Content id="content" tabIndex={-1} style={{ padding: wide ? 20 : 12, minWidth: 0, outline: 'none' }}>
          <Suspense fallback={<Spin />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
