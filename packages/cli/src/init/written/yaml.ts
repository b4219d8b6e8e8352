/** A text as YAML takes it for nothing else. */
export const yamlText = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null)$/i.test(text) ? text : JSON.stringify(text));

/** A command as an element of a list: plain unless YAML would find something else in it. */
export const yamlLine = (text: string): string => (/: |:$| #|[\u0000-\u001f]/.test(text) ? JSON.stringify(text) : text);
