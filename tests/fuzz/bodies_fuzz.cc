// What is sent to the server in bodies: subscriptions, lists of ids; and the mail addresses in them.
#include "data/text/unicode.h"
#include "server/api/semantic_scholar_params.h"
#include "server/mail/mail_address.h"
#include "server/mail/subscription_form.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

template <typename Read>
void read(const Read& read_it) {
  try {
    read_it();
  } catch (const HttpError& error) {
    require(is_valid_utf8(error.what()), "a refusal is UTF-8", error.what());
  } catch (const MailFault& fault) {
    require(is_valid_utf8(fault.what()), "a refusal is UTF-8", fault.what());
  }
}

// Nothing that an address or a question holds can begin a line of a mail.
void require_request(const SubscriptionRequest& request) {
  for (const std::string& text : {request.address, request.query}) {
    for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a request is plain", text);
  }
  check_mail_address(request.address);
}

void read_address(std::string_view text) {
  check_mail_address(text);
  require(text.find_first_of(" \t\r\n\"<>(),:;@\\", text.find('@') + 1) == std::string_view::npos,
          "an address holds nothing that ends it", std::string(text));
  require(domain_of(text).find('.') != std::string::npos, "a domain has two parts", std::string(text));
}

}  // namespace

void fuzz(std::string_view input) {
  read([&] { read_address(input); });
  read([&] { check_mail_address(parse_mailbox(input, "from").address); });
  HttpRequest request;
  request.body = input;
  read([&] {
    request.content_type = "application/json";
    require_request(to_request(read_subscription_json(request), "192.0.2.1"));
  });
  read([&] {
    request.content_type = "application/x-www-form-urlencoded";
    require_request(to_request(read_subscription_form({request, {}, "", ""}), "192.0.2.1"));
  });
  read([&] { require(read_scholar_batch(request.body).size() <= kMaxScholarBatch, "a batch is within its limit"); });
  read([&] { require(!read_scholar_seeds(request.body).positive.empty(), "there is a seed"); });
}

}  // namespace paperdex
