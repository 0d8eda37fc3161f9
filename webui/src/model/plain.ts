// Text from outside made harmless to read: nothing in it can reorder, hide or overwrite what stands beside it.

const directional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const unseen = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb]|\udb40[\udc00-\udfff]/g;
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** True when the text is safe as it stands, which is almost always. */
const harmless = /^[\t\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff]*$/;

const named = (found: string): string => `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Directional marks become their visible name; what has no shape is dropped; controls become a visible sign. */
export function plain(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(control, '\ufffd').replace(directional, named).replace(unseen, '');
}

/** The first line of a commit message. */
export function subject(message: string | undefined): string {
  return plain((message ?? '').split('\n', 1)[0]?.trim() ?? '');
}

/** The seven digits by which people know a commit. */
export function shortCommit(commit: string): string {
  return plain(commit.slice(0, 7));
}

/** An id without its middle: "dep_0193…a1b2". */
export function shortId(id: string): string {
  return id.length <= 16 ? plain(id) : plain(`${id.slice(0, 8)}…${id.slice(-4)}`);
}

/** "refs/heads/main" as people say it: "main"; a tag keeps its kind. */
export function shortRef(ref: string): string {
  return plain(ref.replace(/^refs\/heads\//, '').replace(/^refs\/tags\//, 'tag '));
}

/** The address when it is one that a person may be sent to (http or https), else null. */
export function safeLink(address: string): string | null {
  try {
    const url = new URL(address);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}

export { count } from '../words/count';
