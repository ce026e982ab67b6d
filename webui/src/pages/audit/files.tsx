/** A view to take along: the rows that are asked for, as a spreadsheet. */
import { auditFile } from '../../api/reports';
import { Sheets } from '../../parts/taking';

export function ViewFiles({ view, query = {} }: { view: Parameters<typeof auditFile>[0]; query?: object }) {
  return <Sheets of={(format) => auditFile(view, query, format)} />;
}
