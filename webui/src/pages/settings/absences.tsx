/** Who is away today or later, and who stands in. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Modal, Popconfirm } from 'antd';
import { lazy, Suspense, useState } from 'react';
import * as calls from '../../api/calls';
import { PersonPicker, useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

const AbsenceOf = lazy(async () => ({ default: (await import('../../shell/absence')).AbsenceOf }));

export function Absences() {
  const { say } = useSettingsWords();
  const names = useNames();
  const [choosing, setChoosing] = useState(false);
  const [person, setPerson] = useState<string>();
  const held = useQuery({ queryKey: ['absences'], queryFn: calls.absences });
  const end = useSave(calls.endAbsence);
  return (
    <>
      <Card>
        <Flex justify="end" style={{ marginBottom: 8 }}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setChoosing(true)}>
            {say('absences.add')}
          </Button>
        </Flex>
        <WhenLoaded of={held}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={say('absences.none')} />
            ) : (
              <Sheet
                rowKey="id"
                pagination={false}
                dataSource={items}
                columns={[
                  { title: say('absences.person'), render: (_, one) => names.person(one.person) },
                  { title: say('absences.days'), render: (_, one) => `${one.from} – ${one.to}` },
                  { title: say('absences.by'), render: (_, one) => (one.substitute ? names.person(one.substitute) : '') },
                  {
                    key: 'do',
                    render: (_, one) => (
                      <Popconfirm title={`${say('absences.end')}?`} onConfirm={() => end.mutate(one.id)}>
                        <Button size="small">{say('absences.end')}</Button>
                      </Popconfirm>
                    ),
                  },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
      <Changes about="absences" />
      {choosing && (
        <Modal open footer={null} title={say('absences.add')} onCancel={() => setChoosing(false)}>
          <PersonPicker
            label={say('absences.person')}
            placeholder={say('absences.person')}
            onChange={(who) => {
              setChoosing(false);
              setPerson(who);
            }}
          />
        </Modal>
      )}
      {person && (
        <Suspense fallback={null}>
          <AbsenceOf person={person} onClose={() => setPerson(undefined)} />
        </Suspense>
      )}
    </>
  );
}
