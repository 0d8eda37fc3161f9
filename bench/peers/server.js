// Fastify: signature, INSERT, BullMQ add; answers 202 only after the INSERT and (QUEUE=await) the add.
// QUEUE=off PARSE=0 is the same without queue and without parsing: ingest only.
import crypto from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { Queue } from 'bullmq';

const { env } = process;
const parse = (env.PARSE ?? '1') === '1';
const pool = new pg.Pool({ host: env.PGHOST, user: 'admin', database: 'peers', max: 20 });
const queue = env.QUEUE === 'off' ? null : new Queue('events', {
  connection: { host: '127.0.0.1', port: +env.REDIS_PORT },
  defaultJobOptions: { removeOnComplete: 1000, removeOnFail: 1000 },
});

function signed(body, signature) {
  const expected = Buffer.from('sha256=' + crypto.createHmac('sha256', env.WEBHOOK_SECRET).update(body).digest('hex'));
  const shown = Buffer.from(signature);
  return expected.length === shown.length && crypto.timingSafeEqual(expected, shown);
}

const app = Fastify({ logger: false, bodyLimit: 26_214_400 });
app.removeContentTypeParser('application/json');
app.addContentTypeParser('application/json', { parseAs: 'string' }, (req, body, done) => done(null, body));
app.post('/hook', async (req, rep) => {
  const { body, headers } = req;
  const id = headers['x-github-delivery'], event = headers['x-github-event'], signature = headers['x-hub-signature-256'];
  if (!signature || !id || !signed(body, signature)) return rep.code(401).send();
  let ref = null, repo = null;
  if (parse) {
    let payload;
    try { payload = JSON.parse(body); } catch { return rep.code(400).send(); }
    ref = payload.ref ?? null;
    repo = payload.repository?.full_name ?? null;
  }
  const hash = crypto.createHash('sha256').update(body).digest();
  const stored = await pool.query({
    name: 'ins',
    text: 'insert into events(delivery_id,event,body_sha256,payload) values($1,$2,$3,$4) on conflict (delivery_id) do nothing returning seq',
    values: [id, event, hash, body],
  });
  if (stored.rowCount && queue) await queue.add('event', { seq: stored.rows[0].seq, delivery: id, event, ref, repo }, { jobId: id });
  return rep.code(202).send();
});
await app.listen({ port: +env.NODE_PORT, host: '127.0.0.1' });
