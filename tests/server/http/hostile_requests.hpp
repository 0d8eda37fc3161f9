// Requests that two servers could read differently, or that nobody honest sends, with the answer each must
// get.
#pragma once

#include <string>
#include <vector>

namespace eeveon::test {

struct hostile_request {
  int rule;  // of the front gate, 1 to 13; 0: its limits; 14: chunked bodies
  std::string bytes;
  int status;
};

inline std::string post(const std::string& headers, const std::string& body = "abcd") {
  return "POST /hooks/github HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}
inline std::string get(const std::string& target, const std::string& headers = "Host: a\r\n") {
  return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
}
inline std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

inline std::vector<hostile_request> hostile_requests() {
  using namespace std::string_literals;
  const std::string ten_k(10'000, 'a'), hundred_headers = [] {
    std::string out;
    for (int i = 0; i < 101; ++i) out += "X-" + std::to_string(i) + ": 1\r\n";
    return out;
  }();
  return {
      // 1: any Transfer-Encoding other than exactly one `chunked`
      {1, post("Transfer-Encoding: blegh\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunkedx\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 400},
      {1,
       post("Transfer-Encoding: \xa0"
            "chunked\r\n",
            "0\r\n\r\n"),
       400},
      {1, post("Transfer-Encoding: chunked\xff\r\n", "0\r\n\r\n"), 400},
      {1,
       post("Transfer-Encoding: \x0b"
            "chunked\r\n",
            "0\r\n\r\n"),
       400},
      {1, post("Transfer-Encoding: chunked\x0c\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding:\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: identity\r\n"), 400},
      {1, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), 400},
      {1, post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {1, post("transfer-encoding: chunked\r\nTRANSFER-ENCODING: chunked\r\n", "0\r\n\r\n"), 400},
      // 2: Transfer-Encoding on HTTP/1.0
      {2, "POST /hooks/github HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {2,
       "POST /hooks/github HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      // 3: Transfer-Encoding together with Content-Length
      {3, post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), 400},
      {3, post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {3, post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {3, post("Transfer-Encoding: gzip\r\nContent-Length: 4\r\n"), 400},
      {3, post("Content-Length: 5\r\nX: y\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      // 4: more than one Content-Length, a list, or no number
      {4, post("Content-Length: 4\r\nContent-Length: 4\r\n"), 400},
      {4, post("Content-Length: 4\r\nContent-Length: 5\r\n"), 400},
      {4, post("Content-Length: 4\r\ncontent-length: 0\r\n"), 400},
      {4, post("Content-Length: 4, 4\r\n"), 400},
      {4, post("Content-Length: 4,5\r\n"), 400},
      {4, post("Content-Length: +4\r\n"), 400},
      {4, post("Content-Length: -4\r\n"), 400},
      {4, post("Content-Length: 0x4\r\n"), 400},
      {4, post("Content-Length: 4 4\r\n"), 400},
      {4, post("Content-Length: 4a\r\n"), 400},
      {4, post("Content-Length: 4.0\r\n"), 400},
      {4, post("Content-Length:\r\n"), 400},
      {4, post("Content-Length: \"4\"\r\n"), 400},
      {4, post("Content-Length: 99999999999999999999\r\n"), 400},
      {4, post("Content-Length: 18446744073709551620\r\n"), 400},
      // 5: Host
      {5, get("/healthz", ""), 400},
      {5, get("/healthz", "Host: a\r\nHost: a\r\n"), 400},
      {5, get("/healthz", "Host: a\r\nHost: b\r\n"), 400},
      {5, get("/healthz", "Host: a, b\r\n"), 400},
      {5, get("/healthz", "Host:\r\n"), 400},
      {5, get("/healthz", "Host: a b\r\n"), 400},
      {5, get("/healthz", "Host: user@a\r\n"), 400},
      {5, get("/healthz", "Host: a/b\r\n"), 400},
      {5, get("/healthz", "Host: a:\r\n"), 400},
      {5, get("/healthz", "Host: a:8a\r\n"), 400},
      {5, get("/healthz", "Host: a:123456\r\n"), 400},
      {5, get("/healthz", "Host: [::1\r\n"), 400},
      {5, get("/healthz", "Host: [::1]x\r\n"), 400},
      {5, get("/healthz", "Host : a\r\n"), 400},
      {5, get("/healthz", "Host\t: a\r\n"), 400},
      {5, get("/healthz", " Host: a\r\n"), 400},
      // 6: folded headers, lines that end wrongly, names that are none
      {6, get("/healthz", "Host: a\r\nX: 1\r\n 2\r\n"), 400},
      {6, get("/healthz", "Host: a\r\nX: 1\r\n\t2\r\n"), 400},
      {6, get("/healthz", "Host:\r\n a\r\n"), 400},
      {6, post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
      {6, post("Transfer-Encoding: chunked\r\n , identity\r\n", "0\r\n\r\n"), 400},
      {6, get("/healthz", "Host: a\nX: 1\r\n"), 400},
      {6, "GET /healthz HTTP/1.1\nHost: a\n\n", 400},
      {6, "GET /healthz HTTP/1.1\r\nHost: a\r\n\n", 400},
      {6, get("/healthz", "Host: a\rX: 1\r\n"), 400},
      {6, get("/healthz", "Host: a\r\r\n"), 400},
      {6, get("/healthz", "Host: a\r\nX\r\n"), 400},
      {6, get("/healthz", "Host: a\r\n: 1\r\n"), 400},
      {6, get("/healthz", "Host: a\r\nX Y: 1\r\n"), 400},
      {6, get("/healthz", "Host: a\r\nX(): 1\r\n"), 400},
      {6, get("/healthz", "Host: a\r\nX\x80: 1\r\n"), 400},
      {6, post("Content-Length : 4\r\n"), 400},
      {6, post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
      {6, post("Transfer-Encoding\x0b: chunked\r\n", "0\r\n\r\n"), 400},
      // 7: bytes that no value may hold
      {7, get("/healthz", "Host: a\r\nX: \x01\r\n"), 400},
      {7, get("/healthz", "Host: a\r\nX: a\0b\r\n"s), 400},
      {7, get("/healthz", "Host: a\r\nX: \x7f\r\n"), 400},
      {7, get("/healthz", "Host: a\r\nCookie: \x80\r\n"), 400},
      {7, get("/healthz", "Host: a\xc3\xa9\r\n"), 400},
      {7, get("/healthz", "Host: a\r\nAuthorization: Bearer \x1b[0m\r\n"), 400},
      // 8: targets
      {8, get("healthz"), 400},
      {8, get("!"), 400},
      {8, get("*"), 400},
      {8, get("a:80"), 400},
      {8, get("http://b/healthz"), 400},
      {8, get("http://a@b/healthz"), 400},
      {8, get("ftp://a/healthz"), 400},
      {8, get("http:///healthz"), 400},
      {8, get("http://a"), 400},
      {8, get("/healthz\x80"), 400},
      {8, get("/healthz\x01"), 400},
      {8, get("/healthz\x7f"), 400},
      {8, get("/health z"), 400},
      {8, get("/healthz%"), 400},
      {8, get("/healthz%4"), 400},
      {8, get("/healthz%zz"), 400},
      {8, get("/healthz?a=%g0"), 400},
      {8, get("/healthz#x"), 400},
      {8, get("/echo/a%2Fb"), 400},
      {8, get("/echo/a%2fb"), 400},
      {8, get("/echo/a?b=%00"), 400},
      {8, get("/echo/a?b=%ff"), 400},
      {8, get("/echo/a%5Cb"), 400},
      {8, get("/echo/a\\b"), 400},
      {8, get("/echo/a%00b"), 400},
      {8, get("/echo/a%0d%0aX:1"), 400},
      {8, get("/echo/.."), 400},
      {8, get("/echo/../healthz"), 400},
      {8, get("/echo/./x"), 400},
      {8, get("/echo/%2e%2e/healthz"), 400},
      {8, get("/echo/.%2E"), 400},
      {8, get("/."), 400},
      {8, "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz  HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {8, "GET\t/healthz\tHTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz\r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {8, "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {8, "GET /healthz http/1.1\r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {8, "GET /healthz HTTP/01.1\r\nHost: a\r\n\r\n", 400},
      {8, "\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {8, " GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {8, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
      {8, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      // 9: bodies where none belongs
      {9, get("/healthz", "Host: a\r\nContent-Length: 4\r\n") + "abcd", 400},
      {9, get("/healthz", "Host: a\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {9, "HEAD /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {9,
       get("/healthz",
           "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 4\r\n") +
           "abcd",
       400},
      {9,
       post("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 4\r\n"),
       400},
      {9,
       get("/healthz",
           "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"),
       426},
      {9,
       get("/healthz",
           "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
       400},
      // 10: trailers are read and dropped, but they must be trailers
      {10, chunked("4\r\nabcd\r\n0\r\nX\r\n\r\n"), 400},
      {10, chunked("4\r\nabcd\r\n0\r\nX: 1\n\r\n"), 400},
      {10, chunked("4\r\nabcd\r\n0\r\nX: 1\r\n 2\r\n\r\n"), 400},
      {10, chunked("4\r\nabcd\r\n0\r\nX: \x01\r\n\r\n"), 400},
      {10, chunked("4\r\nabcd\r\n0\r\nX: " + ten_k + "\r\n\r\n"), 400},
      // 11: a chunk's size
      {11, chunked("00000000000000004\r\nabcd\r\n0\r\n\r\n"), 400},
      {11, chunked("10000000000000004\r\nabcd\r\n0\r\n\r\n"), 400},
      {11, chunked("ffffffffffffffff\r\nabcd\r\n0\r\n\r\n"), 413},
      {11, chunked("fffffffffffffffff\r\nabcd\r\n0\r\n\r\n"), 400},
      {11, chunked("1900001\r\nabcd\r\n0\r\n\r\n"), 413},
      {11, chunked("4\r\nabcd\r\nfffffffffffffffe\r\n"), 413},
      // 12: Expect
      {12, post("Expect: 200-ok\r\nContent-Length: 4\r\n"), 417},
      {12, post("Expect: 100-continue, x\r\nContent-Length: 4\r\n"), 417},
      {12, post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"), 400},
      // 13: methods
      {13, "TRACE /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {13, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {13, "BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {13, "get /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {13, "G@T /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {13, "G\0T /healthz HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
      // limits
      {0, get("/" + ten_k), 414},
      {0, "GET /" + ten_k, 414},
      {0, get("/healthz", "Host: a\r\nX: " + ten_k + "\r\nY: " + ten_k + "\r\n"), 431},
      {0, get("/healthz", "Host: a\r\n" + hundred_headers), 431},
      // chunked bodies
      {14, chunked("\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4\rabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4\r\nabcd\n0\r\n\r\n"), 400},
      {14, chunked("4\r\nabcdX\r\n0\r\n\r\n"), 400},
      {14, chunked("4\r\nabcdXX0\r\n\r\n"), 400},
      {14, chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("0x4\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("+4\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("-4\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked(" 4\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4 \r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4g\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked(";x=1\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4;x\n=1\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4;x\r=1\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4;\x01\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4;" + ten_k + "\r\nabcd\r\n0\r\n\r\n"), 400},
      {14, chunked("4\r\nabcd\r\n0\n\r\n"), 400},
      {14, chunked("4\r\nabcd\r\n0\r\n\rX"), 400},
      {14, chunked("\0\r\n\r\n"s), 400},
      // headers of which only one may decide
      {7, post("Content-Length: 4\r\nX-Hub-Signature-256: a\r\nX-Hub-Signature-256: b\r\n"), 400},
      {7, post("Content-Length: 4\r\nContent-Type: text/plain\r\nContent-Type: application/json\r\n"), 400},
      {7, get("/api/v1/board", "Host: a\r\nAuthorization: Bearer bad\r\nAuthorization: Bearer good\r\n"),
       400},
      {7, get("/api/v1/board", "Host: a\r\nOrigin: http://a\r\nOrigin: http://b\r\n"), 400},
      {7, post("Content-Length: 4\r\nX-GitHub-Delivery: 1\r\nX-GitHub-Delivery: 2\r\n"), 400},
  };
}

}  // namespace eeveon::test
