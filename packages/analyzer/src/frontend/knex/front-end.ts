import { ts } from '#compiler';
import { spelled } from '../../flow/origin.ts';
import { defineFrontEnd } from '../front-end.ts';
import { KnexFactory } from './factory.ts';
import { handleNames, KnexHandle, startNames } from './handle.ts';
import { hole } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { isChange, mentionsChange } from './starts.ts';

const factory = new KnexFactory();

export const knex = defineFrontEnd({
  name: 'Knex',
  modules: /^knex(\/|$)/,
  declares: (file) => file.includes('/node_modules/knex/'),
  types: { Knex: 'knex', Transaction: 'knex', QueryBuilder: 'knex-builder', QueryInterface: 'knex-builder', OnConflictQueryBuilder: 'knex-builder', Raw: 'knex-raw', Ref: 'knex-raw', JoinClause: 'knex-join' },
  methods: { knex: ['()', ...handleNames], 'knex-raw': ['wrap'] },
  valueOf: (kind, value) => {
    if (kind === 'knex') return new KnexHandle();
    return kind === 'knex-raw' ? new KnexRaw([hole(`${spelled(value.node)} was made where it is not followed`, 'unproven-fragment')], value.node) : undefined;
  },
  global: (module, name) => (module === 'knex' && /^(knex|default|Knex)$/.test(name) ? factory : undefined),
  strong: [],
  weak: ['()', ...startNames],
  starts: { knex: startNames },
  handles: ['knex'],
  isStart: (call, host) => !ts.isPropertyAccessExpression(call.expression) && call.arguments.length > 0 && host.handle(call.expression) === 'knex',
  change: { mention: mentionsChange, is: isChange },
});
