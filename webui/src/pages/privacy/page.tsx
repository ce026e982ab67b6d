/** Privacy: open requests, what the law holds, how long things are kept, who was erased, the notice that forms show. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import * as calls from '../../api/privacy';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { Strip } from '../../parts/strip';
import { Erasures } from './erasures';
import { Holds } from './holds';
import { Inventory } from './inventory';
import { Notices } from './notices';
import { Requests } from './requests';
import { Retention } from './retention';
import { usePrivacyWords } from './words';

const tabs = ['requests', 'holds', 'retention', 'erasures', 'notices', 'inventory'] as const;

export function Component() {
  const { say } = usePrivacyWords();
  const [search, setSearch] = useSearchParams();
  const here = tabs.find((tab) => tab === search.get('tab')) ?? 'requests';
  const overview = useQuery({ queryKey: ['privacy', 'overview'], queryFn: calls.overview });
  return (
    <>
      <PageHead title={say('privacy.title')}>
        <Button icon={<DownloadOutlined />} href={calls.audit()} download>
          {say('privacy.take')}
        </Button>
        {overview.data?.officer && (
          <Link to="/start?process=data_subject_request">
            <Button type="primary" tabIndex={-1}>
              {say('privacy.start')}
            </Button>
          </Link>
        )}
      </PageHead>
      <Strip label={say('privacy.which')} value={here} onChange={(tab) => setSearch({ tab }, { replace: true })} options={tabs.map((tab) => ({ value: tab, label: say(`privacy.${tab}`) }))} />
      <WhenLoaded of={overview}>
        {(told) => (
          <>
            {here === 'requests' && <Requests law={told.settings.law} />}
            {here === 'holds' && <Holds of={told} />}
            {here === 'retention' && <Retention of={told} />}
            {here === 'erasures' && <Erasures of={told} />}
            {here === 'notices' && <Notices officer={told.officer} />}
            {here === 'inventory' && <Inventory of={told} />}
          </>
        )}
      </WhenLoaded>
    </>
  );
}
