// Checks the types of several projects in one process: what they share is read and parsed once.
import ts from 'typescript';

const parsed = new Map<string, ts.SourceFile | undefined>();

const hostFor = (options: ts.CompilerOptions): ts.CompilerHost => {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile: (name, how, ...rest) => {
      // Options have a say in how code is bound, but not in how declarations are.
      if (!/\.d\.[cm]?ts$/.test(name)) return host.getSourceFile(name, how, ...rest);
      const key = JSON.stringify([name, how]);
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(name, how, ...rest));
      return parsed.get(key);
    },
  };
};

const errorsOf = (directory: string): readonly ts.Diagnostic[] => {
  const unreadable: ts.Diagnostic[] = [];
  const config = ts.getParsedCommandLineOfConfigFile(`${directory}/tsconfig.json`, { noEmit: true }, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (d) => unreadable.push(d) });
  if (!config) return unreadable;
  const program = ts.createProgram({ rootNames: config.fileNames, options: config.options, configFileParsingDiagnostics: config.errors, host: hostFor(config.options) });
  return ts.getPreEmitDiagnostics(program);
};

const errors = process.argv.slice(2).flatMap(errorsOf);
if (errors.length > 0) console.log(ts.formatDiagnostics(errors, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => '\n' }));
process.exitCode = errors.length > 0 ? 1 : 0;
