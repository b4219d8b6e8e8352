import { describe, expect, it } from 'vitest';
import { configuration, found, healthy } from '../../../test/audit.ts';

const notes = (key: string): string => `create table notes (id uuid primary key, tenant_id uuid not null references tenants, doc_id uuid, ${key});`;

describe('crossing-foreign-key', () => {
  it.each([
    ['a cascade', notes('constraint k foreign key (doc_id) references docs (id) on delete cascade'), ['error constraint k: a tenant that changes a row of docs changes rows of notes that other tenants own (cascade)']],
    ['SET NULL', notes('constraint k foreign key (doc_id) references docs (id) on delete set null'), ['error constraint k: a tenant that changes a row of docs changes rows of notes that other tenants own (set null)']],
    ['a reference alone', notes('constraint "K 1" foreign key (doc_id) references docs (id)'), ["warning constraint K 1: a row of notes can refer to another tenant's row of docs, and an attempt tells whether that exists"]],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('crossing-foreign-key', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a key with the tenant column', notes('foreign key (tenant_id, doc_id) references docs (tenant_id, id) on delete cascade'), configuration],
    ['a key to a shared table', notes('code char(2) references countries (code)'), configuration],
    ['the key through which a row is owned', 'create table parts (id uuid primary key, doc_id uuid not null references docs (id) on delete cascade)', { ...configuration, tables: { shared: ['countries'], via: { parts: 'docs(doc_id)' } } }],
  ])('leaves %s alone', async (_, sql, given) => {
    expect(await found('crossing-foreign-key', healthy + sql, given)).toEqual([]);
  });
});
