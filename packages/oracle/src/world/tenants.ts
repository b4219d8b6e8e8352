import { isNumber } from './values.ts';

/** The tenant on whose behalf a statement runs, and strangers: by the type of the tenant column. */
export interface Tenants {
  readonly own: string;
  readonly strangers: readonly [string, string];
}

const uuids: Tenants = {
  own: 'aaaaaaaa-0000-4000-8000-000000000001',
  strangers: ['bbbbbbbb-0000-4000-8000-000000000002', 'cccccccc-0000-4000-8000-000000000003'],
};
const numbers: Tenants = { own: '1', strangers: ['2', '3'] };
const names: Tenants = { own: 'tenant-a', strangers: ['tenant-b', 'tenant-c'] };

export const tenantsOf = (type: string): Tenants => (type === 'uuid' ? uuids : isNumber(type) ? numbers : names);
