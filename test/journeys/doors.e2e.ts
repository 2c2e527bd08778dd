import { expect, test } from './fixture.ts';
import { origin } from './place.ts';

test('however its address is written, a stranger reads nothing of the office', async ({ request }) => {
  const { items } = (await (await request.get('/api/v1/producers?limit=1')).json()) as { items: { id: string }[] };
  const rooms = ['office', 'vi/office', 'EN/office', 'en/office', '%6Fffice', 'offic%65', 'en/%6ffice'];
  const pages = ['', '/producers', `/producers/${items[0]!.id}`, '/products', '/recognitions', '/people', '/log'];
  for (const room of rooms)
    for (const page of pages)
      for (const end of ['', '/__data.json', '/__data.json?x-sveltekit-invalidated=001']) {
        const answer = await request.get(`/${room}${page}${end}`, {
          maxRedirects: 0,
          headers: { accept: 'text/html' },
        });
        const body = await answer.text();
        expect(`${room}${page}${end}: ${body}`).not.toMatch(/registration_no|registered_by|"items"/);
        const asksToSignIn = answer.status() === 303 || /"type":"redirect"/.test(body);
        expect([room + page + end, asksToSignIn || answer.status() >= 400]).toEqual([room + page + end, true]);
      }
});

test('the data of public pages holds nothing that they do not show', async ({ request }) => {
  const { items } = (await (await request.get('/api/v1/products?source=register')).json()) as {
    items: { id: string; producer_id: string }[];
  };
  for (const { id, producer_id } of items.slice(0, 5))
    for (const path of [`/products/${id}`, `/producers/${producer_id}`]) {
      const body = await (await request.get(`${path}/__data.json`)).text();
      expect(body).toContain(id);
      expect(body).not.toMatch(/"note"|recorded_by|row_id|superseded_at|changed_by|"exact"|"folded"|maybe_later/);
    }
  expect(await (await request.get('/__data.json')).text()).not.toMatch(/"exact"|"folded"|maybe_later|changed_at/);
});

test('signing in follows no address of another site, and none that it cannot write', async ({ request }) => {
  const form = { login: 'can-bo-tinh@ocop.example', password: 'minh hoa ocop' };
  for (const to of [
    '//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/ế',
  ]) {
    const answer = await request.post(`/sign-in?to=${encodeURIComponent(to)}`, {
      form,
      maxRedirects: 0,
      headers: { origin, accept: 'text/html' },
    });
    expect([to, answer.status()]).toEqual([to, 303]);
    expect(new URL(answer.headers().location!, origin).origin).toBe(origin);
  }
});
