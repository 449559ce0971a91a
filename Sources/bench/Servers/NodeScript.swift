/// A small reservation service for Node, as a careful shop would write it: the standard HTTP
/// server, no framework, and the stock in Redis or in a `Map`.
///
/// It does the least that serves the same request: one line, a key, the check of stock, and an
/// answer of the same shape. What was tried beside it on two cores and gave nothing: a second
/// process, several connections to Redis, larger memory for young objects, commands put together
/// by hand and sent in one write instead of Redis's own client.
enum NodeScript {
    static let text = #"""
        'use strict';
        // usage: node front.js KEY map ITEMS UNITS
        //        node front.js KEY redis PORT DIGEST
        const http = require('node:http');

        const [secret, kind, first, second] = process.argv.slice(2);
        const authorization = `Bearer ${secret}`;
        const lifeSeconds = 1800;
        const keptMilliseconds = 86_400_000;

        // Redis decides, by the script of this digest. The client sends in one write whatever one
        // turn of the event loop asks.
        function redisStock(port, digest) {
          const client = require('redis').createClient({ socket: { host: '127.0.0.1', port } });
          client.on('error', () => process.exit(1));
          client.connect();

          return (key, sku, quantity, answer) => {
            const keys = [`stock:${sku}`, `reservation:${key}`, `key:${key}`];
            client.evalSha(digest, { keys, arguments: [String(quantity), String(lifeSeconds)] })
              .then((isHeld) => answer(isHeld === 1));
          };
        }

        // This process decides. Nothing of it outlives the process.
        function mapStock(items, units) {
          const name = (number) => `ITEM-${String(number).padStart(6, '0')}`;
          const stock = new Map(Array.from({ length: items }, (_, n) => [name(n), units]));
          const reservations = new Map();

          // All are kept equally long, so the oldest stand first.
          setInterval(() => {
            const oldest = Date.now() - keptMilliseconds;
            for (const [key, { createdAt }] of reservations) {
              if (createdAt > oldest) return;
              reservations.delete(key);
            }
          }, 1000);

          return (key, sku, quantity, answer) => {
            if (reservations.has(key)) return answer(true);
            const left = stock.get(sku) ?? 0;
            if (left < quantity) return answer(false);
            stock.set(sku, left - quantity);
            reservations.set(key, { sku, quantity, createdAt: Date.now() });
            answer(true);
          };
        }

        const reserve = kind === 'redis'
          ? redisStock(Number(first), second) : mapStock(Number(first), Number(second));

        const clock = { now: 0, created: '', expires: '' };

        // Many are made in one millisecond, so their times are put into words once.
        function tick() {
          const now = Date.now();
          if (now === clock.now) return;
          clock.now = now;
          clock.created = new Date(now).toISOString();
          clock.expires = new Date(now + lifeSeconds * 1000).toISOString();
        }

        function reservation(key, sku, quantity) {
          tick();
          return `{"id":${JSON.stringify(key)},"state":"active","kind":"checkout",`
            + `"holder":null,"channel":"online","lines":[{"sku":${JSON.stringify(sku)},`
            + `"quantity":${quantity},"requested":${quantity},"committed":0,"shipped":0,`
            + `"short":0,"backordered":0,"cancelled":0,`
            + `"allocations":[{"location":"main","quantity":${quantity}}]}],`
            + `"created_at":"${clock.created}","expires_at":"${clock.expires}",`
            + `"ended_at":null,"order_id":null,"replaces":null,"metadata":null,"version":1}`;
        }

        function send(response, status, body) {
          response.writeHead(status, [
            'Content-Type', 'application/json',
            'Content-Length', String(Buffer.byteLength(body)),
          ]);
          response.end(body);
        }

        function lineOf(body) {
          try {
            const { lines } = JSON.parse(body);
            const isOne = lines.length === 1 && typeof lines[0].sku === 'string'
              && Number.isSafeInteger(lines[0].quantity) && lines[0].quantity > 0;
            return isOne ? lines[0] : null;
          } catch {
            return null;
          }
        }

        function decide(request, response, body) {
          const key = request.headers['idempotency-key'];
          const line = lineOf(body);
          if (!key || !line) return send(response, 422, '{"code":"invalid"}');
          const { sku, quantity } = line;
          reserve(key, sku, quantity, (isHeld) => {
            if (isHeld) send(response, 201, reservation(key, sku, quantity));
            else send(response, 409, '{"code":"insufficient_stock"}');
          });
        }

        const settings = { keepAliveTimeout: 0, requestTimeout: 0 };
        const server = http.createServer(settings, (request, response) => {
          if (request.method !== 'POST' || request.url !== '/v1/reservations') {
            return send(response, 404, '{"code":"not_found"}');
          }
          if (request.headers.authorization !== authorization) {
            return send(response, 401, '{"code":"unauthorized"}');
          }
          let body = '';
          request.setEncoding('utf8');
          request.on('data', (text) => { body += text; });
          request.on('end', () => decide(request, response, body));
        });
        server.listen(0, '127.0.0.1', 1024, () => {
          console.log(`listening on ${server.address().port}`);
        });

        """#
}
