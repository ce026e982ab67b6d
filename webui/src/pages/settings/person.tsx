/** One person: place, roles, groups, skills, password, and who changed what about them. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Grid, Input, Select, Switch } from 'antd';
import * as calls from '../../api/settings';
import { PersonPicker, useNames } from '../../parts/people';
import { WhenLoaded } from '../../parts/states';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

const ROLES = ['staff', 'process_owner', 'auditor', 'admin'] as const;

interface Given extends Omit<calls.PersonTold, 'open_tasks'> {
  email?: string;
  password?: string;
}

export function PersonForm({ username, onClose }: { username: string; onClose: () => void }) {
  const { say } = useSettingsWords();
  const names = useNames();
  const wide = Grid.useBreakpoint().md;
  const held = useQuery({ queryKey: ['settings', 'person', username], queryFn: () => calls.person(username), enabled: username !== '' });
  const empty: calls.PersonTold = { username: '', display_name: '', department: null, region: null, manager: null, roles: ['staff'], groups: [], skills: [], disabled: false, open_tasks: 0 };
  return (
    <Drawer open onClose={onClose} size={wide ? 460 : '100%'} title={username ? names.person(username) : say('people.add')}>
      {username ? (
        <WhenLoaded of={held}>{(person) => <Fields held={person} onClose={onClose} />}</WhenLoaded>
      ) : (
        <Fields held={empty} onClose={onClose} />
      )}
      {username && <Changes about="people" subject={username} plain />}
    </Drawer>
  );
}

async function saved(held: calls.PersonTold, given: Given) {
  const place = { ...(given.department ? { department: given.department } : {}), ...(given.manager ? { manager: given.manager } : {}), region: given.region ?? '' };
  if (!held.username) {
    const { username, display_name, roles, groups, email, password } = given;
    await calls.addPerson({ username, display_name, roles, groups, ...place, ...(email ? { email } : {}), ...(password ? { password } : {}) });
  } else {
    await calls.changePerson(held.username, { ...place, roles: given.roles, groups: given.groups, ...(given.disabled === held.disabled ? {} : { disabled: given.disabled }) });
    if (given.password) await calls.setPassword(held.username, given.password);
  }
  if (given.skills.join() !== held.skills.join()) await calls.setSkills(given.username || held.username, given.skills);
}

function Fields({ held, onClose }: { held: calls.PersonTold; onClose: () => void }) {
  const { say, t, name } = useSettingsWords();
  const departments = useQuery({ queryKey: ['departments'], queryFn: calls.departments });
  const groups = useQuery({ queryKey: ['groups'], queryFn: async () => (await import('../../api/calls')).groups() });
  const fresh = held.username === '';
  const save = useSave((given: Given) => saved(held, given), onClose);
  const needed = [{ required: true, whitespace: true, message: t('invalid.required') }];
  return (
    <Form layout="vertical" initialValues={held} onFinish={(given: Given) => save.mutate({ ...held, ...given })} autoComplete="off">
      {held.open_tasks > 0 && <Alert type="info" title={say('people.tasks', { n: held.open_tasks })} style={{ marginBottom: 12 }} />}
      {fresh && (
        <>
          <Form.Item name="username" label={say('people.username')} rules={needed}>
            <Input />
          </Form.Item>
          <Form.Item name="display_name" label={say('people.name')} rules={needed}>
            <Input />
          </Form.Item>
        </>
      )}
      <Form.Item name="department" label={say('people.department')}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={departments.data?.items.map((one) => ({ value: one.name, label: name(one) }))} />
      </Form.Item>
      <Form.Item name="manager" label={say('people.manager')}>
        <PersonPicker />
      </Form.Item>
      <Form.Item name="region" label={say('people.region')}>
        <Input />
      </Form.Item>
      <Form.Item name="roles" label={say('people.roles')}>
        <Select mode="multiple" options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
      </Form.Item>
      <Form.Item name="groups" label={say('people.groups')}>
        <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={groups.data?.items.map((one) => ({ value: one.name, label: name(one) }))} />
      </Form.Item>
      <Form.Item name="skills" label={say('people.skills')}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      {fresh && (
        <Form.Item name="email" label={say('people.email')}>
          <Input type="email" />
        </Form.Item>
      )}
      <Form.Item name="password" label={say(fresh ? 'people.password' : 'people.newPassword')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {!fresh && (
        <Form.Item name="disabled" label={say('people.disabled')} valuePropName="checked" extra={say('people.disabledWhy')}>
          <Switch />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {say('settings.save')}
      </Button>
    </Form>
  );
}
