/** Hides user names and passwords in addresses, also where several texts are joined, such as in the output of Git. */
export function withoutCredentials(text: string): string {
  return text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*:[^\s/'"]*@/gi, '$1(sensitive value)@')
    .replaceAll(/(https?:\/\/)[^\s/@'"]+@/gi, '$1(sensitive value)@')
    .replaceAll(
      /([?&](?:[\w-]*(?:token|secret|password|signature|credential|sshkey|key)[\w-]*)=)[^&\s'"]+/gi,
      '$1(sensitive value)',
    );
}
