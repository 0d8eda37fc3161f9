// BullMQ worker: marks each job done in PostgreSQL.
import pg from 'pg';
import { Worker } from 'bullmq';

const { env } = process;
const pool = new pg.Pool({ host: env.PGHOST, user: 'admin', database: 'peers', max: 10 });
const worker = new Worker('events', async (job) => {
  await pool.query({ name: 'done', text: 'insert into jobs_done(job_id) values($1) on conflict do nothing', values: [job.id] });
  return 'ok';
}, { connection: { host: '127.0.0.1', port: +env.REDIS_PORT }, concurrency: 32, removeOnComplete: { count: 1000 } });
worker.on('error', (error) => console.error(error.message));
process.on('SIGTERM', async () => { await worker.close(true); process.exit(0); });
console.log('worker ready');
