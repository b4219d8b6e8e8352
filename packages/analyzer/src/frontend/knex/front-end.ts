import { ts } from '#compiler';
import { defineFrontEnd } from '../front-end.ts';
import { Client, clientMethods, isClient } from './client.ts';
import { KnexFactory } from './factory.ts';
import { handleNames, KnexHandle, startNames } from './handle.ts';
import { vocabulary } from './methods.ts';
import { SchemaBuilder } from './schema-builder.ts';
import { isChange, mentionsChange } from './starts.ts';

const factory = new KnexFactory();

export const knex = defineFrontEnd({
  name: 'Knex',
  modules: /^knex(\/|$)/,
  declares: (file) => file.includes('/node_modules/knex/'),
  types: { Knex: 'knex', Transaction: 'knex', QueryBuilder: 'knex-builder', QueryInterface: 'knex-builder', OnConflictQueryBuilder: 'knex-builder', Raw: 'knex-raw', Ref: 'knex-raw', Client: 'knex-client', SchemaBuilder: 'knex-schema' },
  methods: { knex: ['()', ...handleNames], 'knex-client': clientMethods, 'knex-schema': ['raw'] },
  valueOf: (kind, value) => {
    switch (kind) {
      case 'knex':
        return new KnexHandle();
      case 'knex-client':
        return new Client(value.node);
      case 'knex-schema':
        return new SchemaBuilder(vocabulary);
      default:
        return undefined;
    }
  },
  memberOf: ({ node, method }, { host }) => (clientMethods.includes(method) && isClient(node, host) ? new Client(node) : undefined),
  global: (module, name) => (module === 'knex' && /^(knex|default|Knex)$/.test(name) ? factory : undefined),
  strong: [],
  weak: ['()', ...startNames],
  starts: { knex: startNames, 'knex-client': clientMethods, 'knex-schema': ['raw'] },
  handles: ['knex'],
  isStart: ({ expression, arguments: given }, host) =>
    ts.isPropertyAccessExpression(expression) && clientMethods.includes(expression.name.text) ? isClient(expression.expression, host) : given.length > 0 && host.handle(expression) === 'knex',
  change: { mention: mentionsChange, is: isChange },
});
