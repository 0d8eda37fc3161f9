// BullMQ by itself, producer and worker in processes of their own.
// queue.js flow CONCURRENCY JOBS: both at once | queue.js lat CONCURRENCY RATE SECONDS: time from add to start
import { Queue, Worker } from 'bullmq';
import { fork } from 'node:child_process';

const [mode, ...rest] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: +process.env.REDIS_PORT };
const name = 'bench', data = { pad: 'p'.repeat(180) };
const now = () => Number(process.hrtime.bigint()) / 1e6;
const percentile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

async function work(concurrency, jobs) {
  let done = 0, first = 0;
  const waits = [];
  const worker = new Worker(name, async (job) => {
    const started = now();
    first ||= started;
    if (job.data.t) waits.push(started - job.data.t);
  }, { connection, concurrency });
  worker.on('completed', () => {
    if (++done !== jobs) return;
    waits.sort((x, y) => x - y);
    process.send({ jobs_per_s: Math.round(jobs / ((now() - first) / 1e3)), ...(waits.length && { p50_ms: percentile(waits, .5), p99_ms: percentile(waits, .99) }) });
  });
  await worker.waitUntilReady();
  process.send({ ready: 1 });
}

function start_worker(concurrency, jobs) {
  const child = fork(process.argv[1], ['worker', concurrency, jobs]);
  const message = () => new Promise((resolve) => child.once('message', resolve));
  const ready = message();
  return { ready, done: ready.then(message).then((answer) => { child.kill(); return answer; }) };
}

async function produce() {
  const queue = new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: 1000 } });
  await queue.obliterate({ force: true });
  await queue.waitUntilReady();
  const concurrency = +rest[0], flow = mode === 'flow';
  const rate = flow ? 0 : +rest[1], jobs = flow ? +rest[1] : Math.round(rate * +rest[2]);
  const worker = start_worker(concurrency, jobs);
  await worker.ready;
  let added = 0;
  if (flow) {
    await Promise.all(Array.from({ length: 32 }, async () => { while (added < jobs) { added++; await queue.add('j', data); } }));
  } else {
    const begin = now();
    await new Promise((resolve) => {
      (function tick() {
        while (added < jobs && now() >= begin + added * 1e3 / rate) { added++; queue.add('j', { ...data, t: now() }); }
        added < jobs ? setTimeout(tick, 1) : resolve();
      })();
    });
  }
  console.log(JSON.stringify(await worker.done));
  await queue.obliterate({ force: true });
  await queue.close();
  process.exit(0);
}

await (mode === 'worker' ? work(+rest[0], +rest[1]) : produce());
