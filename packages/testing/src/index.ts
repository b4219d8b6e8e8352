export { node, type Outcome, project, repository, type RunOptions, runMain } from './run.ts';
export { openServer, type Server, type ServerVersion, serverVersions } from './server.ts';
