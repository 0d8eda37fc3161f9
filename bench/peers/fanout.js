// The fan-out a team would write with `ws`: the same messages, at the same rate, to the same clients.
// node fanout.js PORT CLIENTS RATE SECONDS
import { WebSocketServer } from 'ws';

const [port, clients, rate, seconds] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: '127.0.0.1', port, path: '/fan', perMessageDeflate: false, clientTracking: true });
const padding = '.'.repeat(500 - 16);

const stamp = () => process.hrtime.bigint().toString(16).padStart(16, '0');

function tell() {
  const begin = process.hrtime.bigint();
  const spent = process.cpuUsage();
  let told = 0;
  const most = rate * seconds;
  const timer = setInterval(() => {
    const due = Math.min(most, Math.floor((Number(process.hrtime.bigint() - begin) / 1e9) * rate) + 1);
    for (; told < due; told += 1) {
      const message = stamp() + padding;
      for (const client of server.clients) client.send(message);
    }
    if (told < most) return;
    clearInterval(timer);
    setTimeout(() => {
      const { user, system } = process.cpuUsage(spent);
      console.log(JSON.stringify({ messages: told, cpu_us: user + system, took_us: Number((process.hrtime.bigint() - begin) / 1000n), rss_kib: Math.round(process.memoryUsage().rss / 1024), left: server.clients.size }));
      process.exit(0);
    }, 50);
  }, 1000 / rate / 2);
}

const wait = setInterval(() => {
  if (server.clients.size < clients) return;
  clearInterval(wait);
  tell();
}, 10);
