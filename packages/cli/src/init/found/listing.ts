import { oneLine, type Style } from '@tenantscope/core';
import { counted } from '../../output/counted.ts';
import { placeOf } from './guess.ts';
import type { Found } from './found.ts';

type Row = readonly [string, string];

const libraryText = ({ libraries, handles }: Found): string =>
  libraries
    .map((name) => {
      const own = handles.filter((h) => h.library === name);
      const more = own.length - 1;
      return own[0] ? `${name} (handle at ${placeOf(own[0])}${more > 0 ? ` and ${more} more` : ''})` : name;
    })
    .join(', ');

const tableText = ({ tables, schema }: Found): string =>
  schema.schema ? `${tables.owned} with the tenant, ${tables.via.size} owned via a parent, ${tables.open.length} for you to place` : 'unknown: every table is taken to be tenant-owned';

const schemaText = ({ schema: { migrations, types, schema } }: Found): string => migrations?.value.join(', ') ?? types?.value ?? (schema ? 'declared by the code' : 'none found');

const candidateText = ({ candidates: { types, sources, guards } }: Found): string => {
  const all = [...types, ...sources, ...guards];
  return all.length === 0 ? 'none found' : `${all.slice(0, 3).map((c) => c.name).join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''} look like it`;
};

const systems = { github: 'GitHub', gitlab: 'GitLab', other: 'none' } as const;

const rowsOf = (found: Found): readonly Row[] => [
  ['libraries', libraryText(found)],
  ['schema', schemaText(found)],
  ['tenant column', found.column ? `${found.column.value} (${found.column.why})` : 'not found'],
  ['tenant root', found.root ? `${found.root.value} (${found.root.why})` : 'not found'],
  ['tables', tableText(found)],
  ...(found.session.setting ? [['setting', found.session.setting.value] as const] : []),
  ...(found.roles.length > 0 ? [['roles', found.roles.map((r) => r.value).join(', ')] as const] : []),
  ...(found.naming ? [['naming', `CamelCasePlugin (${placeOf(found.naming)})`] as const] : []),
  ['tenant values', candidateText(found)],
  ['CI', `${systems[found.ci.system]} (${found.ci.why})`],
];

/** What was found, a line each. */
export const foundLines = (found: Found, style: Style): readonly string[] => {
  const rows = rowsOf(found);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [...rows.map(([name, value]) => `${style.faint(name.padEnd(width))}  ${oneLine(value)}`), ...(found.tables.open.length > 0 ? [style.faint(`to place: ${counted(found.tables.open.length, 'table')}, listed in the configuration`)] : []), ''];
};
