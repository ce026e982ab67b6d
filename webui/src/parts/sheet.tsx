/** A table that a phone shows as cards, one a row: nothing that matters stands out of view. What only a wide screen needs carries `responsive`. */
import type { ReactNode } from 'react';
import { Table, type TableColumnType, type TableProps } from 'antd';
import { useWords } from '../text/language';
import './sheet.css';

type Props<Row> = Omit<TableProps<Row>, 'columns'> & { columns: TableColumnType<Row>[]; label?: string };

export function Sheet<Row extends object>({ label, columns, rowSelection, ...table }: Props<Row>) {
  const { t } = useWords();
  const selection = rowSelection && { columnTitle: (box: ReactNode) => <span className="sheet-all" data-title={t('inbox.all')}>{box}</span>, ...rowSelection };
  return (
    <div className="sheet" {...(label ? { role: 'region', 'aria-label': label, tabIndex: 0 } : {})}>
      <Table<Row> size="small" pagination={{ pageSize: 50, hideOnSinglePage: true }} columns={columns.map(told)} rowSelection={selection} {...table} />
    </div>
  );
}

/** The first column is the head of the card, one without a title is what can be done, any other stands under its title. */
function told<Row>(column: TableColumnType<Row>, at: number): TableColumnType<Row> {
  const place = at === 0 ? { 'data-head': '' } : column.title ? { 'data-title': typeof column.title === 'string' ? column.title : undefined } : { 'data-deed': '' };
  return { ...column, onCell: (row, index) => ({ ...column.onCell?.(row, index), ...place }) };
}
