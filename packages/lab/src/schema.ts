import type { Configuration } from '@tenantscope/core';
import { hardConfiguration, hardSchema } from '../../core/test/hard-schema.ts';
import type { ViewColumns } from './generate/tables.ts';

/** The hard cases' database, with what they leave out: partitions, and views of several kinds. */
export const labSchema = `${hardSchema}
create table ev (id int, t uuid not null, a int, name text, primary key (t, id)) partition by hash (id);
create table ev_even partition of ev for values with (modulus 2, remainder 0);
create table ev_odd partition of ev for values with (modulus 2, remainder 1);
create view names (id, t, name) as select id, t, name from p union all select id, t, name from c;
create view p_stats as select t, a, count(*) as n, max(b) as top from p group by t, a;
create view o_p as select o.id, o.t, o.total, p.name, p.t as pt from o join p on p.t = o.t and p.id = o.pid;
create view o_loose as select o.id, o.t, p.id as pid, p.name from o left join p on p.id = o.pid;
create view mine as select id, t, total from o where t = app.current_tenant();
create view ranked as select id, t, row_number() over (partition by t order by id) as n from o;
create view ranked_all as select id, t, row_number() over (order by id) as n from o;
create view latest as select distinct on (t) t, id, total from o order by t, id desc;
`;

export const labConfiguration: Configuration = hardConfiguration;

const id = { name: 'id', type: 'int' } as const;
const t = { name: 't', type: 'uuid', owner: true } as const;
const int = (name: string) => ({ name, type: 'int' }) as const;
const name = { name: 'name', type: 'text' } as const;

/** What the views show. */
export const labViews: ViewColumns = {
  o_open: [id, t, int('total')],
  o_totals: [int('total')],
  o_mat: [id, t],
  names: [id, t, name],
  p_stats: [t, int('a'), int('n'), int('top')],
  o_p: [id, t, int('total'), name, { name: 'pt', type: 'uuid', owner: true }],
  o_loose: [id, t, int('pid'), name],
  mine: [id, t, int('total')],
  ranked: [id, t, int('n')],
  ranked_all: [id, t, int('n')],
  latest: [t, id, int('total')],
};
