/// The storefront's script: it watches the stock, and holds what the visitor wants.
enum DemoScript {
    static let text = #"""
        // The shop's whole logic: one stream that says what there is, and one reservation that
        // says what this window wants. The server works out the difference.

        const key = document.querySelector('meta[name="holdfast-key"]').content;
        const seconds = 120;
        const byID = (id) => document.getElementById(id);
        const cards = new Map(
          [...document.querySelectorAll('.card')].map((card) => [card.dataset.sku, card]));
        const sequences = new Map();

        // Each window is a customer of its own. Its name is what lets it change its reservation,
        // so that it must be hard to guess.
        const known = sessionStorage.getItem('holder');
        const holder = known ?? newHolder();
        let reservation = null;
        // How far the server's clock is ahead of this one, in milliseconds.
        let offset = 0;
        let isBusy = false;

        function newHolder() {
          const bytes = crypto.getRandomValues(new Uint8Array(16));
          const name = 'demo-' + [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
          sessionStorage.setItem('holder', name);
          return name;
        }

        // Asking

        async function ask(method, path, body) {
          const response = await fetch(path, {
            method,
            headers: {
              authorization: `Bearer ${key}`,
              ...(body ? { 'content-type': 'application/json' } : {}),
            },
            body: body ? JSON.stringify(body) : undefined,
          });
          const text = await response.text();
          return { status: response.status, value: text ? JSON.parse(text) : null };
        }

        const session = `/v1/holders/${holder}/reservation`;

        async function restate(lines) {
          if (isBusy) return;
          isBusy = true;
          try {
            const { status, value } = await ask('PUT', session, {
              kind: 'cart',
              ttl_seconds: seconds,
              lines: [...lines].map(([sku, quantity]) => ({ sku, quantity })),
            });
            if (status === 200 || status === 201) {
              show(value);
              say('');
            } else if (status === 204) {
              show(null);
              say('');
            } else {
              explain(status, value);
            }
          } catch {
            say('The shop cannot be reached. Nothing was changed.');
          } finally {
            isBusy = false;
          }
        }

        function explain(status, problem) {
          const error = problem?.errors?.[0];
          if (status === 409 && error) {
            const name = titleOf(error.sku);
            say(error.code === 'out_of_stock'
              ? `${name} has just been sold out: somebody was faster.`
              : `There are only ${error.available} of ${name}.`);
          } else if (status === 429) {
            say('That was a lot at once. Wait a moment and try again.');
          } else {
            say(problem?.detail ?? 'That did not work.');
          }
        }

        // What is held

        function lines() {
          return new Map((reservation?.lines ?? [])
            .filter((line) => line.quantity > 0)
            .map((line) => [line.sku, line.quantity]));
        }

        function show(next) {
          reservation = next && next.state === 'active' ? next : null;
          const held = lines();
          const isEmpty = held.size === 0;
          byID('basket-empty').hidden = !isEmpty;
          byID('basket-full').hidden = isEmpty;
          byID('lines').replaceChildren(...[...held].map(([sku, units]) => row(sku, units)));
          const total = [...held].reduce((sum, [sku, units]) => sum + units * priceOf(sku), 0);
          byID('total').textContent = money(total);
          count();
        }

        function row(sku, units) {
          const what = document.createElement('span');
          what.className = 'what';
          what.textContent = `${units} × ${titleOf(sku)}`;
          const less = document.createElement('button');
          less.type = 'button';
          less.className = 'quiet small';
          less.textContent = '−';
          less.setAttribute('aria-label', `One ${titleOf(sku)} less`);
          less.addEventListener('click', () => {
            const wish = lines();
            if (units > 1) wish.set(sku, units - 1); else wish.delete(sku);
            restate(wish);
          });
          const item = document.createElement('li');
          item.append(what, less);
          return item;
        }

        function count() {
          if (!reservation) return;
          const left = (Date.parse(reservation.expires_at) - Date.now() - offset) / 1000;
          if (left <= 0) {
            show(null);
            say('Your time is up: the units are free again for everybody.');
            return;
          }
          const whole = Math.min(Math.ceil(left), seconds);
          const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
          byID('time').textContent = text;
          byID('ring').style.strokeDashoffset = String(100 - (100 * left) / seconds);
          document.querySelector('.basket').dataset.soon = left < 20 ? 'yes' : 'no';
        }

        // What there is

        function update(stock) {
          const card = cards.get(stock.sku);
          // One that comes late is older than what is shown.
          if (!card || stock.sequence < (sequences.get(stock.sku) ?? 0)) return;
          sequences.set(stock.sku, stock.sequence);
          const badge = card.querySelector('.badge');
          const words = stock.status === 'out_of_stock' ? 'Sold out'
            : stock.status === 'low_stock' ? `Only ${stock.available} left` : 'In stock';
          const isNew = badge.textContent !== words;
          badge.textContent = words;
          badge.dataset.status = stock.status;
          card.dataset.gone = stock.available > 0 ? 'no' : 'yes';
          card.querySelector('.reserve').disabled = stock.available <= 0;
          if (!isNew) return;
          card.classList.remove('changed');
          void card.offsetWidth; // so that the animation begins anew
          card.classList.add('changed');
        }

        function watch() {
          const query = new URLSearchParams({ channel: 'online', key });
          for (const sku of cards.keys()) query.append('sku', sku);
          const stream = new EventSource(`/v1/stock/stream?${query}`);
          stream.addEventListener('stock', (event) => update(JSON.parse(event.data)));
          stream.addEventListener('open', () => {
            // The stream begins with what is: what was known before counts no more.
            sequences.clear();
            connection('on', 'Live');
          });
          stream.addEventListener('error', () => {
            connection('off', 'Reconnecting');
            // A browser gives up after a refusal; the shop may only be restarting.
            if (stream.readyState === EventSource.CLOSED) setTimeout(watch, 3000);
          });
        }

        function connection(state, text) {
          byID('live').dataset.state = state;
          byID('live-text').textContent = text;
        }

        // Words

        const titleOf = (sku) => cards.get(sku)?.querySelector('h2').textContent ?? sku;
        const priceOf = (sku) => Number(cards.get(sku)?.dataset.price ?? 0);

        function money(amount) {
          const currency = cards.values().next().value?.dataset.currency ?? 'EUR';
          return new Intl.NumberFormat('en', { style: 'currency', currency })
            .format(amount / 100);
        }

        function say(text) {
          byID('note').textContent = text;
        }

        // Beginning

        for (const [sku, card] of cards) {
          card.dataset.gone = card.querySelector('.reserve').disabled ? 'yes' : 'no';
          card.querySelector('.reserve').addEventListener('click', () => {
            const wish = lines();
            wish.set(sku, (wish.get(sku) ?? 0) + 1);
            restate(wish);
          });
        }
        byID('release').addEventListener('click', () => restate(new Map()));

        async function begin() {
          const first = [...cards.keys()][0];
          if (!first) return;
          const { value } = await ask('GET', `/v1/stock?sku=${encodeURIComponent(first)}`);
          if (value?.as_of) offset = Date.parse(value.as_of) - Date.now();
          if (!known) return;
          const held = await ask('GET', session);
          show(held.status === 200 ? held.value : null);
        }

        watch();
        setInterval(count, 250);
        begin().catch(() => say('The shop cannot be reached.'));

        """#
}
