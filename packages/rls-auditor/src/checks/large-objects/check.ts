import type { Check, Reported } from '../check.ts';

export default {
  id: 'large-objects',
  title: 'Large objects have no row security',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [84],
  run: ({ snapshot: { server } }): readonly Reported[] => {
    const object = { kind: 'database', name: server.database } as const;
    if (server.largeObjects.unchecked) return [{ severity: 'error', object, message: 'everybody can read and change every large object', why: 'lo_compat_privileges is on', fix: 'alter system reset lo_compat_privileges;' }];
    return server.largeObjects.exist ? [{ object, message: 'whoever made a large object reads it, whatever tenant it belongs to', why: 'large objects are there, and have an owner but no policies; the tenants of one role share them' }] : [];
  },
} satisfies Check;
