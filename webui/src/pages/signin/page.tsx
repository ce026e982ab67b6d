/** Sign-in; afterwards the reader lands where they were going. */
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, Input, Typography } from 'antd';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';

/** A path of our own pages; anything else (another host, a scheme) becomes the inbox. */
function within(to: string | null): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/inbox';
}

export function Component() {
  const { t, language, choose } = useWords();
  const problem = useProblemText();
  const cache = useQueryClient();
  const go = useNavigate();
  const [search] = useSearchParams();
  const expired = (useLocation().state as { expired?: boolean } | null)?.expired;
  const enter = useMutation({
    mutationFn: (who: { username: string; password: string }) => calls.signIn(who.username.trim(), who.password),
    onSuccess: async () => {
      cache.clear();
      await cache.fetchQuery({ queryKey: ['me'], queryFn: calls.me });
      await go(within(search.get('to')), { replace: true });
    },
  });
  const wrong = enter.error instanceof Problem && enter.error.status === 401;
  return (
    <Flex component="main" align="center" justify="center" vertical gap={16} style={{ minHeight: '100dvh', padding: 16, background: 'linear-gradient(160deg, #eaf1fd 0%, #f4f6f9 55%)' }}>
      <Card style={{ width: '100%', maxWidth: 380, boxShadow: '0 8px 28px rgb(20 40 80 / 9%)' }} styles={{ body: { padding: 28 } }}>
        <Flex align="center" gap={12} style={{ marginBottom: 24 }}>
          <img src="/app/mark.svg" alt="" width={40} height={40} />
          <div>
            <Typography.Title level={1} style={{ fontSize: 20, margin: 0 }}>
              {t('app.name')}
            </Typography.Title>
            <Typography.Text type="secondary">{t('app.claim')}</Typography.Text>
          </div>
        </Flex>
        {expired && !enter.error && <Alert type="info" showIcon title={t('signin.expired')} style={{ marginBottom: 16 }} />}
        {enter.error && <Alert type="error" showIcon title={wrong ? t('signin.wrong') : problem(enter.error)} style={{ marginBottom: 16 }} />}
        <Form layout="vertical" requiredMark={false} onFinish={enter.mutate} disabled={enter.isPending}>
          <Form.Item name="username" label={t('signin.username')} rules={[{ required: true, message: t('signin.needName') }]}>
            <Input prefix={<UserOutlined />} autoFocus autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('signin.password')} rules={[{ required: true, message: t('signin.needPassword') }]}>
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
            {t('signin.submit')}
          </Button>
        </Form>
      </Card>
      <Button type="link" onClick={() => choose(language === 'zh' ? 'en' : 'zh')}>
        {t('app.switch')}
      </Button>
    </Flex>
  );
}
