/** A table that may be wider than a phone: it scrolls in a frame that the keyboard reaches. */
import { Table, type TableProps } from 'antd';

export function Sheet<Row extends object>({ label, ...table }: TableProps<Row> & { label: string }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table<Row> size="small" pagination={{ pageSize: 50, hideOnSinglePage: true }} {...table} style={{ minWidth: 'max-content' }} />
    </div>
  );
}
