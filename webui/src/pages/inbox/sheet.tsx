/** The keys of the inbox on one sheet. */
import { Modal, Table } from 'antd';
import { useWords } from '../../text/language';

const sheet = [
  ['j', 'key.next'], ['k', 'key.previous'], ['x', 'key.select'], ['Enter', 'key.open'], ['f', 'key.form'], ['Ctrl + Enter', 'key.submit'], ['/', 'key.search'], ['Esc', 'key.close'], ['?', 'key.sheet'],
] as const;

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('inbox.keys')} width={400}>
      <Table
        size="small"
        showHeader={false}
        pagination={false}
        rowKey="0"
        dataSource={sheet.map(([key, text]) => ({ 0: key, key, text: t(text) }))}
        columns={[{ dataIndex: 'key', width: 120, render: (key: string) => <kbd>{key}</kbd> }, { dataIndex: 'text' }]}
      />
    </Modal>
  );
}
