// What is deployed, in one line: the digits and the subject.
import { plain, shortCommit, subject } from '../model/plain';

export function Hash({ commit }: { commit: string }) {
  return <code className="hash" title={plain(commit)}>{shortCommit(commit)}</code>;
}

export function Subject({ message, commit }: { message: string | undefined; commit: string }) {
  const text = subject(message);
  return <span className="subject" title={text}>{text || `Commit ${shortCommit(commit)}`}</span>;
}
