import type { TenantCandidate } from '@tenantscope/analyzer';
import { oneLine } from '@tenantscope/core';
import type { Choices } from '../choices.ts';
import type { Found } from '../found/found.ts';
import { placeOf } from '../found/guess.ts';
import { block, commentedOut, type Lines, list, propertyName, quote, remark, sentence } from './literal.ts';
import { canHold } from './valid.ts';

const columnLines = ({ column, overrides, schema }: Found, name: string): Lines => {
  if (!column && schema.schema) return [remark('The column that holds the tenant: no table has one that looks like it, so put yours here.'), ...commentedOut([`column: ${quote(name)},`])];
  const why = column ? column.why : 'nothing says what the tables are: this one is assumed, so put yours here';
  const named = [...overrides].filter(([table, own]) => canHold({ tenant: { column: { default: name, overrides: { [table]: own } } } }));
  if (named.length === 0) return [sentence(why), `column: ${quote(name)},`];
  return [sentence(why), ...block('column', [`default: ${quote(name)},`, remark('The same under another name.'), ...block('overrides', named.map(([table, own]) => `${propertyName(table)}: ${quote(own)},`))])];
};

const rootLines = ({ root }: Found): Lines => {
  if (root && canHold({ tenant: { root: root.value } })) return [sentence(root.why), `root: ${quote(root.value)},`];
  return [remark('The table whose key is the tenant; none was found.'), ...commentedOut(["root: 'tenants.id',"])];
};

const settingLines = ({ session: { setting, functions, others } }: Found): Lines => {
  if (!setting || !canHold({ tenant: { setting: setting.value } })) return [];
  return [
    sentence(`${setting.why}${others.length > 0 ? `; they read ${others.join(', ')} as well` : ''}`),
    `setting: ${quote(setting.value)},`,
    ...(functions.length > 0 ? list('functions', functions) : []),
  ];
};

const items = (candidates: readonly TenantCandidate[]) => candidates.map((c) => ({ value: c.name, why: `${c.why} (${placeOf(c)})` }));

/** What was chosen, and as comments what was not. */
const candidateLines = (name: string, candidates: readonly TenantCandidate[], { trusted }: Choices): Lines => {
  const taken = candidates.filter((c) => trusted.has(c.name));
  const left = candidates.filter((c) => !trusted.has(c.name));
  if (taken.length === 0) return left.length === 0 ? [] : commentedOut(list(name, items(left)));
  const [open = '', ...rest] = list(name, items(taken));
  return [open, ...rest.slice(0, -1), ...items(left).map((i) => `  // ${quote(i.value)}, ${remark(i.why)}`), ...rest.slice(-1)];
};

const example = (column: string): Lines => commentedOut([`types: ['TenantId'], // values of this type`, `sources: ['src/auth.ts#requireTenant'], // the result of this function: ${oneLine(column)} of the session`]);

const trustLines = ({ candidates: { types, sources, guards } }: Found, column: string, choices: Choices): Lines => {
  const lines = [...candidateLines('types', types, choices), ...candidateLines('sources', sources, choices), ...candidateLines('guards', guards, choices)];
  return [
    remark('Which values are the tenant of the session. Nothing is trusted until it is named here.'),
    ...(lines.length > 0 ? [remark('What is a comment looks like it by its name alone. Take in that of which you know that nobody else chooses it.'), ...lines] : example(column)),
  ];
};

const provenanceLines = ({ provenance }: Choices, column: string): Lines =>
  provenance === 'names'
    ? [remark(`Whatever is called like ${column} is believed to be the tenant of the session. To be taken out once the lines above say it better.`), "provenance: 'names',"]
    : [remark(`For old code, until the lines above are complete: believes whatever is called like ${column}. Each run says so.`), ...commentedOut(["provenance: 'names',"])];

/** The key `tenant` of a configuration. */
export const tenantLines = (found: Found, column: string, choices: Choices): Lines =>
  block('tenant', [...columnLines(found, column), ...rootLines(found), ...settingLines(found), ...trustLines(found, column, choices), ...provenanceLines(choices, column)]);
