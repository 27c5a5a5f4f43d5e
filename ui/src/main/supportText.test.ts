import { describe, expect, it } from 'vitest';
import { supportText } from './supportText';

const page = 'https://widgets.example/store-widget/7';
const parent_origin = 'http://tauri.localhost';

describe('the text for support', () => {
  it('f47_asks_for_one_more_source_where_a_policy_refuses', () => {
    const value = "frame-ancestors 'none'";
    const wanted = `frame-ancestors ${parent_origin}`;
    const text = supportText({ header: 'content_security_policy', value, wanted, parent_origin, page });
    expect(text).toContain(`\n\n${page}\n\n`);
    expect(text).toContain(`Content-Security-Policy says:\n\n${value}\n\n`);
    expect(text).toContain(`Please add ${parent_origin}, so that it says:\n\n${wanted}\n\n`);
    expect(text).not.toContain('X-Frame-Options');
  });

  it('f47_asks_for_the_newer_header_where_the_older_one_refuses', () => {
    const wanted = `frame-ancestors 'self' ${parent_origin}`;
    const text = supportText({ header: 'x_frame_options', value: 'SAMEORIGIN', wanted, parent_origin, page });
    expect(text).toContain('\n\nX-Frame-Options: SAMEORIGIN\n\n');
    expect(text).toContain(`\n\nContent-Security-Policy: ${wanted}\n\n`);
  });

  it('f47_takes_the_service_s_words_as_they_are', () => {
    const value = 'frame-ancestors {page} <b>$&</b>';
    const text = supportText({ header: 'content_security_policy', value, wanted: 'w', parent_origin, page });
    expect(text).toContain(`\n\n${value}\n\n`);
  });
});
