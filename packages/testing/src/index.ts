export { random } from './random.ts';
export { type HereOptions, node, type Outcome, project, repository, runHere, type RunOptions, runMain } from './run.ts';
export { openServer, type Server, type ServerVersion, serverVersions } from './server.ts';
