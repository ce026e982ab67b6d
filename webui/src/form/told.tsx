/** Lines that a form tells, as a table: a column for each thing that some line says. */
import { useTold } from '../parts/answers';
import { lookup } from '../parts/called';
import { Sheet } from '../parts/sheet';

type Row = Record<string, unknown>;

function Cell({ value, field }: { value: unknown; field: Row }) {
  const told = useTold();
  const Called = lookup(field);
  return Called && typeof value === 'string' && value ? <Called value={value} /> : told(value, field) || '–';
}

export default function Told({ items, columns }: { items: Row[]; columns: [string, Row][] }) {
  return <Sheet<Row> rowKey={(item) => items.indexOf(item)} dataSource={items} pagination={false} columns={columns.map(([name, field]) => ({ key: name, title: String(field.title ?? name), render: (item: Row) => <Cell value={item[name]} field={field} /> }))} />;
}
