// Finds a person's full name in what a tool of the system says.

/** `passwd`: a line of the user database, whose fifth field begins with the name. `line`: the name alone. */
export function fullNameFrom(output: string, form: 'passwd' | 'line'): string | null {
  const [line = ''] = output.split('\n');
  const name = (form === 'line' ? line : gecosName(line)).trim().slice(0, 256);
  return name === '' ? null : name;
}

/** Room, telephone and the like follow after commas; `&` stands for the login name with a capital letter. */
function gecosName(line: string): string {
  const fields = line.split(':');
  const [login = ''] = fields;
  const [name = ''] = (fields[4] ?? '').split(',');
  return name.replaceAll('&', login.charAt(0).toUpperCase() + login.slice(1));
}
