// Made by scripts/generate.ts from the folders beside this file.
import type { FrontEnd } from './front-end.ts';
import { drizzle } from './drizzle/front-end.ts';
import { knex } from './knex/front-end.ts';
import { kysely } from './kysely/front-end.ts';
import { pg } from './pg/front-end.ts';
import { postgresJs } from './postgres-js/front-end.ts';
import { prisma } from './prisma/front-end.ts';
import { scopedKysely } from './scoped-kysely/front-end.ts';
import { slonik } from './slonik/front-end.ts';

/** Every library whose queries are read. */
export const frontEnds: readonly FrontEnd[] = [
  drizzle,
  knex,
  kysely,
  pg,
  postgresJs,
  prisma,
  scopedKysely,
  slonik,
];
