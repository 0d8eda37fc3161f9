// The few frames of RFC 6455 that the mock server needs: text out, text and close in.
import { createHash } from 'node:crypto';

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Answers an upgrade; returns send(text), close(), and calls back with each text. */
export function accept(request, socket, onText, onClose) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + magic).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = take(rest); frame; frame = take(rest)) {
      rest = rest.subarray(frame.used);
      if (frame.opcode === 8) socket.end();
      if (frame.opcode === 1) onText(frame.payload.toString());
    }
  });
  socket.on('close', onClose);
  socket.on('error', onClose);
  return {
    send: (text) => socket.writable && socket.write(frameOf(Buffer.from(text))),
    close: () => socket.destroy(),
  };
}

function take(bytes) {
  if (bytes.length < 6) return null;
  let size = bytes[1] & 0x7f;
  let at = 2;
  if (size === 126) [size, at] = [bytes.readUInt16BE(2), 4];
  if (size === 127 || bytes.length < at + 4 + size) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + size)).map((byte, index) => byte ^ mask[index % 4]);
  return { opcode: bytes[0] & 0x0f, payload, used: at + 4 + size };
}

function frameOf(payload) {
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.alloc(payload.length < 65536 ? 4 : 10);
  if (payload.length >= 126) {
    head[0] = 0x81;
    if (payload.length < 65536) { head[1] = 126; head.writeUInt16BE(payload.length, 2); }
    else { head[1] = 127; head.writeBigUInt64BE(BigInt(payload.length), 2); }
  }
  return Buffer.concat([head, payload]);
}
