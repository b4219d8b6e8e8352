import { shared } from './cases.ts';
import { clientFiles } from './support/prisma-client.ts';
import { flowCases } from './tables/prisma.ts';
import { sentCases } from './tables/prisma-sent.ts';

const prelude = `import { PrismaClient, Prisma } from './generated/client/client.js';
import type { PrismaClient as JsClient, Prisma as Js } from './js/index.js';
import type { PrismaClient as DefaultClient, Prisma as Default } from '@prisma/client';
import { requireTenant, assertMember, type Auth, type TenantId, type Request } from './tenant.js';
`;

const parameters = 'db: PrismaClient, t: TenantId, maybe: TenantId | undefined, nil: TenantId | null, id: string, c: string, item: string, x: string, made: () => string';

/** A project with all cases, and the clients that Prisma generates. */
export const prismaFiles: Readonly<Record<string, string>> = {
  ...shared,
  'src/db.ts': '',
  ...clientFiles,
  ...Object.fromEntries(sentCases.map(({ call }, i) => [`src/sent${i}.ts`, `${prelude}export const f = (${parameters}) => ${call};`])),
  ...Object.fromEntries(flowCases.map(({ code }, i) => [`src/flow${i}.ts`, prelude + code])),
};
