/** A text as YAML takes it for nothing else. */
export const yamlText = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null)$/i.test(text) ? text : JSON.stringify(text));
