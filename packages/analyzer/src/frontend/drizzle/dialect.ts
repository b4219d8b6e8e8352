import type { Draft, SetStep } from './draft.ts';
import { fieldsOf, selection } from './fields.ts';
import { closed, hole, name, type Part, text } from './part.ts';
import type { TableValue } from './table.ts';

const clause = (word: string, parts: readonly Part[] | undefined): readonly Part[] => (parts === undefined || parts.length === 0 ? [] : [text(` ${word} `), ...parts]);

/** What was not understood may say anything: it stands among what is selected. */
const problems = (draft: Draft): readonly Part[] => draft.problems.flatMap((cause, i) => [...(i === 0 ? [] : [text(', ')]), hole(cause)]);

const listed = (items: readonly Part[], more: readonly Part[]): readonly Part[] => (items.length > 0 && more.length > 0 ? [...items, text(', '), ...more] : [...items, ...more]);

const joins = (draft: Draft): readonly Part[] => draft.joins.flatMap((j) => [text(' '), ...j.text]);

const setOperation = (left: readonly Part[], { word, right, orderBy, limit, offset }: SetStep): readonly Part[] => [
  text('('),
  closed(left),
  text(`) ${word} (`),
  closed(right),
  text(')'),
  ...clause('order by', orderBy),
  ...clause('limit', limit),
  ...clause('offset', offset),
];

/** `buildSelectQuery` */
const selectText = (draft: Draft): readonly Part[] => {
  const items = selection(draft.fields ?? fieldsOf([]), draft.joins.length === 0);
  const first: readonly Part[] = [
    ...draft.withs,
    text('select'),
    ...clause('distinct', draft.distinct),
    text(' '),
    ...listed(items, problems(draft)),
    ...clause('from', draft.from),
    ...joins(draft),
    ...clause('where', draft.where),
    ...clause('group by', draft.groupBy),
    ...clause('having', draft.having),
    ...clause('order by', draft.orderBy),
    ...clause('limit', draft.limit),
    ...clause('offset', draft.offset),
    ...(draft.locking === undefined ? [] : [text(` for ${draft.locking}`)]),
  ];
  return draft.sets.reduce(setOperation, first);
};

const returning = (draft: Draft, single: boolean): readonly Part[] => clause('returning', listed(draft.fields ? selection(draft.fields, single) : [], problems(draft)));

/** The table of INSERT and DELETE stands as it does in any text: an alias without what it is an alias of. */
const targetText = (target: TableValue | undefined): readonly Part[] => (target && target.declaration.name !== undefined ? [name(...target.reference)] : [hole('the table is only known at run time')]);

/** What the dialect makes of a query. */
export const queryText = (draft: Draft): readonly Part[] => {
  switch (draft.kind) {
    case 'select':
      return selectText(draft);
    case 'insert':
      return [...draft.withs, text('insert into '), ...targetText(draft.target), ...draft.body, ...clause('on conflict', draft.conflict), ...returning(draft, true)];
    case 'update':
      return [...draft.withs, text('update '), ...(draft.target?.source ?? targetText(undefined)), text(' set '), ...draft.body, ...clause('from', draft.from), ...joins(draft), ...clause('where', draft.where), ...returning(draft, draft.from === undefined)];
    case 'delete':
      return [...draft.withs, text('delete from '), ...targetText(draft.target), ...clause('where', draft.where), ...returning(draft, true)];
    case 'fixed':
      return draft.problems.length === 0 ? draft.body : [hole(draft.problems.join('; '))];
  }
};
