/* ESLint's old configuration files, and CommonJS ones, come here. */
throw new Error(
  [
    'eslint-plugin-tenantscope is an ES module for ESLint 9 and 10 with a flat configuration.',
    'In eslint.config.mjs: import tenantscope from "eslint-plugin-tenantscope";',
    'In eslint.config.cjs: module.exports = (async () => [...(await import("eslint-plugin-tenantscope")).default.configs.recommended])();',
    'ESLint 8 and .eslintrc are not supported: use the command "tenantscope check", or upgrade ESLint.',
  ].join('\n'),
);
