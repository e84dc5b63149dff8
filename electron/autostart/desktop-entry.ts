// The text of an autostart entry by freedesktop.org's specifications: what a login starts, quoted so that it is exactly that.

/**
 * @param command the program and its arguments
 * @throws RangeError for a character that no entry can hold
 */
export function autostartEntry(name: string, command: readonly string[]): string {
  if ([name, ...command].some((part) => /\p{Cc}/u.test(part)))
    throw new RangeError('a control character has no place in an entry');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${asValue(name)}`,
    `Exec=${asValue(command.map(quoted).join(' '))}`,
    'Terminal=false',
    'StartupNotify=false',
    '',
  ].join('\n');
}

/** As the Exec key reads arguments: in double quotes, four characters escaped, and `%` is not a field of it. */
function quoted(argument: string): string {
  return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** As every value of type string is read, before Exec's own rules. */
function asValue(text: string): string {
  return text.replaceAll('\\', '\\\\');
}
