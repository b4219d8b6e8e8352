import { isNumber } from './values.ts';

/** The tenant on whose behalf a statement runs, and strangers, by the type of the tenant column. One stranger sorts before the tenant, one after. */
export interface Tenants {
  readonly own: string;
  readonly strangers: readonly [string, string];
}

const uuids: Tenants = {
  own: 'aaaaaaaa-0000-4000-8000-000000000001',
  strangers: ['bbbbbbbb-0000-4000-8000-000000000002', '0ccccccc-0000-4000-8000-000000000003'],
};
const numbers: Tenants = { own: '2', strangers: ['3', '1'] };
const names: Tenants = { own: 'tenant-b', strangers: ['tenant-c', 'tenant-a'] };

export const tenantsOf = (type: string): Tenants => (type === 'uuid' ? uuids : isNumber(type) ? numbers : names);
