import { attack, shape, type Shape } from '../shape.ts';

/** A table without a tenant column: its rows belong to whom their parent belongs to. */
export const parents = (
  [
    shape('child table', ({ db }) => db.selectFrom('notes').select(['id', 'body']).execute()),
    shape('child table, joined to its parent', ({ db }) => db.selectFrom('notes').innerJoin('accounts', 'accounts.id', 'notes.account_id').select(['notes.id', 'accounts.email']).execute()),
    shape('insert of a child', ({ db }) => db.insertInto('notes').values({ id: 50, account_id: 11, body: 'new' }).execute()),
    attack("insert of a child under b's parent", ({ db }) => db.insertInto('notes').values({ id: 51, account_id: 21, body: 'new' }).execute()),
    attack("update of a child to b's parent", ({ db }) => db.updateTable('notes').set({ account_id: 21 }).where('id', '=', 1).execute()),
    shape('delete of children', ({ db }) => db.deleteFrom('notes').returning('id').execute()),
  ] as readonly Shape[]
).map((child): Shape => ({ ...child, child: true }));
