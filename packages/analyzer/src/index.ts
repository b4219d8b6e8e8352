export { type Analysis, analyzeProject, type AnalyzeOptions } from './analyze.ts';
export { type FileComments, suppressionComments } from './comments.ts';
export { fingerprintOf, type FingerprintedSite, withFingerprints } from './fingerprint.ts';
export type { Escape } from './flow/guarantee.ts';
export type { Finding, Place, Site, TraceEntry } from './findings.ts';
export { type Incomplete, ProjectError, type ProjectErrorCode } from './project/errors.ts';
export { type CheckedProject, loadProject } from './project/load.ts';
export type { LoadedProject, ProjectOptions } from './project/setup.ts';
export { type DeclaredSchema, readDeclaredSchema } from './schema/declared.ts';
