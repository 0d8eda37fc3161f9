// What a newcomer does next: the same three steps wherever nothing has happened yet.
import { webhookUrl } from '../live/base';
import { CopyField } from './CopyField';

export function WebhookStep() {
  return (
    <>
      <p>Add a webhook to the repository: content type <code>application/json</code>, the secret from the data folder’s <code>webhook-secret</code>, events push and release.</p>
      <CopyField text={webhookUrl()} label="the webhook address" />
    </>
  );
}

export function NextSteps() {
  return (
    <ol className="next-steps">
      <li><h3>Describe the project</h3><p>Its repository, its nodes and how it is built, in one file.</p><CopyField text="eeveon apply -f project.yaml" label="the command" /></li>
      <li><h3>Let GitHub call</h3><WebhookStep /></li>
      <li><h3>Push</h3><p>The deployment appears here while it happens.</p></li>
    </ol>
  );
}
