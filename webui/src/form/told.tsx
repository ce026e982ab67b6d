/** Lines that a form tells, as a table: a column for each thing that some line says. */
import { useTold } from '../parts/answers';
import { Sheet } from '../parts/sheet';

type Row = Record<string, unknown>;

export default function Told({ items, columns }: { items: Row[]; columns: [string, Row][] }) {
  const told = useTold();
  return <Sheet<Row> rowKey={(item) => items.indexOf(item)} dataSource={items} pagination={false} columns={columns.map(([name, field]) => ({ key: name, title: String(field.title ?? name), render: (item: Row) => told(item[name], field) || '–' }))} />;
}
