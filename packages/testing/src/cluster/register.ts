// Preloaded by the tests, and by what they spawn: PostgreSQL in process then starts from a cluster that was made once.
import { registerHooks } from 'node:module';

const pglite = /\/@electric-sql\/pglite\/dist\/index\.js$/;
const seeded = new URL('./seeded.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    if (!pglite.test(found.url) || context.parentURL?.startsWith(seeded) === true) return found;
    return { url: `${seeded}?of=${encodeURIComponent(found.url)}`, format: 'module-typescript', shortCircuit: true };
  },
});
