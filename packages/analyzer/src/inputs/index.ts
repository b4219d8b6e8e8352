// Nothing here loads the compiler: a run that finds everything unchanged goes without.
export { areUnchanged, bytesOf, hashOf, type Inputs } from './inputs.ts';
export { nativeIdentity } from '../host/native/compiler.ts';
export { codeIdentity } from './tool.ts';
