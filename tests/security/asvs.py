# ruff: noqa: E501 (a row is a line)
"""OWASP ASVS 5.0 up to level 2, walked: each requirement, and the tests that show it.

A row: its number, what it asks in our words, and `folder/test_file::test_name` (or `::*` for a whole file) of
tests/. What does not apply, or is somebody else's to do (the proxy's, the machine's), stands `apart` for one
reason; what applies and is not met, or not wholly, is `left` for one. A section or a chapter whose subject is
not here is one row. `test_asvs` holds the table to the standard's numbers and to the tests that exist.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """A requirement: `shown` by tests, `apart`, or `left`; what is shown in part is both shown and left."""

    number: str
    asks: str
    shown: tuple[str, ...] = ()
    apart: str = ""
    left: str = ""


SIGN_IN = "web/bureau/test_sign_in.py"
TWO = "web/bureau/test_two_factors.py"
ANEW = "web/bureau/test_anew.py"
RIGHTS = "web/bureau/test_rights.py"
OUTGOING = "sharing/test_outgoing.py"
KEEPERS = "web/bureau/test_keepers.py"
API = "web/bureau/test_api_writing.py"
POINT = "web/bureau/test_point.py"
ODD = "web/bureau/test_odd_requests.py"
ANSWERS = "web/test_security.py"
HOSTILE = "browser/test_hostile.py"
ROSTERS = "sheets/test_hostile.py"
PROXY = "serving/test_proxy.py"
PAGES = "security/test_pages.py"
AWAY = "security/test_leading_away.py"
FOREIGN = "security/test_foreign_pages.py"
COOKIES = "security/test_cookies.py"
TOKENS = "security/test_tokens.py"
TIMING = "security/test_timing.py"
RULES = "security/test_rules.py"
SCRIPTS = "security/test_scripts.py"
CIPHERS = "security/test_cryptography.py"
PASSWORDS = "security/test_passwords.py"
CERTIFICATE = "security/test_register_certificate.py"
EVENTS = "security/test_events.py"
FUZZ = "security/test_fuzz.py"
NOT_HERE = "there is none here"
PROXYS = "the proxy's: README gives its configuration, and doctor warns where there is none"

TABLE = (
    # V1 encoding and sanitisation
    Row("1.1.1", "input is decoded once, before it is looked at", (f"{ANSWERS}::test_a_doubled_slash_is_a_wrong_address_not_a_redirect", f"{AWAY}::test_no_path_leads_out_of_its_folder")),
    Row("1.1.2", "output is encoded where it is written out", (f"{HOSTILE}::test_a_hostile_name_is_only_a_name",)),
    Row("1.2.1", "what is typed is text in HTML, in XML and in headers", (f"{HOSTILE}::test_in_the_list_round_a_place_too", f"{PAGES}::test_no_page_runs_or_styles_what_was_typed", "sharing/test_atom.py::test_what_no_xml_may_hold_is_left_out_and_the_rest_is_said_as_it_is", f"{AWAY}::test_nothing_typed_makes_a_header")),
    Row("1.2.2", "addresses built of text are encoded, and only harmless schemes pass", ("web/courier/test_point.py::test_a_link_that_would_run_is_no_link", "web/courier/test_navigation.py::test_a_name_cannot_add_a_part_to_a_link")),
    Row("1.2.3", "text in scripts and JSON is escaped", ("web/courier/test_structured.py::test_a_name_cannot_end_the_script_element", "web/test_map.py::test_an_attribution_is_text_and_not_code")),
    Row("1.2.4", "SQL has parameters", (f"{RULES}::test_every_value_of_a_statement_is_a_parameter", "services/test_listing.py::test_words_of_a_search_stand_in_name_address_or_code_and_nothing_is_a_wildcard", "catalogue/test_search.py::test_nothing_that_is_typed_raises")),
    Row("1.2.5", "no command of the system is built of text", (f"{RULES}::test_the_rules_of_bandit_are_on", f"{RULES}::test_two_modules_alone_start_programs")),
    Row("1.2.6", "LDAP", apart=NOT_HERE),
    Row("1.2.7", "XPath", apart=NOT_HERE),
    Row("1.2.8", "LaTeX", apart=NOT_HERE),
    Row("1.2.9", "a text in a pattern is escaped", ("security/test_patterns.py::test_a_pattern_that_is_known_only_as_it_runs_is_accounted_for",)),
    Row("1.2.10", "no cell of a table that is handed out begins a formula", ("security/test_formulas.py::*", "services/test_open_data.py::test_the_csv_opens_in_excel_and_runs_no_formula")),
    Row("1.3.1", "HTML that users write", apart="users write plain text"),
    Row("1.3.2", "no text is run as code", (f"{RULES}::test_the_rules_of_bandit_are_on", f"{SCRIPTS}::test_no_script_runs_text")),
    Row("1.3.3", "input is cleaned before it reaches something dangerous", (f"{ODD}::test_what_postgresql_cannot_hold_is_no_request", f"{FUZZ}::*", "security/test_fuzz_web.py::*", "security/test_fuzz_geocoders.py::*")),
    Row("1.3.4", "drawings that users send", apart="users send no pictures"),
    Row("1.3.5", "markup that users write is only text", ("sharing/test_digest.py::test_in_markdown_titles_are_bold_and_nothing_in_a_name_is_a_mark",)),
    Row("1.3.6", "no request of ours goes where a stranger points it", ("security/test_outgoing_hosts.py::*", f"{OUTGOING}::test_no_other_host_is_spoken_to_and_none_in_the_clear", f"{OUTGOING}::test_a_redirect_is_not_followed", "geocoding/test_adapter.py::test_a_redirect_to_another_host_is_not_followed", "sharing/test_wecom.py::test_anything_else_is_refused_without_showing_it")),
    Row("1.3.7", "no template is made of text", (f"{RULES}::test_no_template_is_made_of_text",)),
    Row("1.3.8", "JNDI", apart=NOT_HERE),
    Row("1.3.9", "memcache", apart=NOT_HERE),
    Row("1.3.10", "no format is made of text", (f"{RULES}::test_no_format_is_made_of_text",)),
    Row("1.3.11", "mail", apart="we send none"),
    Row("1.3.12", "no pattern takes long on any text", ("security/test_patterns.py::test_no_pattern_of_ours_takes_long_on_any_text", "security/test_patterns.py::test_the_readers_take_100_kilobytes_in_less_than_a_second")),
    Row("1.4.1", "memory is safe", ("sheets/test_bounds.py::test_what_ends_its_process_ends_only_that", "sheets/test_bounds.py::test_a_parser_that_panics_refuses_the_file")),
    Row("1.4.2", "no number overflows", (f"{ODD}::test_an_address_with_an_odd_number_is_no_error_of_ours", "services/test_importing.py::test_a_number_of_thousands_of_figures_is_no_tick")),
    Row("1.4.3", "what is taken is given back", ("faults/test_survives.py::test_memory_files_and_threads_stay_what_they_were",)),
    Row("1.5.1", "XML names nothing outside itself", (f"{FUZZ}::test_a_workbook_that_names_a_file_of_ours_reads_nothing_of_it", "sheets/test_bounds.py::test_xml_in_an_encoding_that_no_program_writes_is_refused")),
    Row("1.5.2", "nothing untrusted is unpickled or the like", (f"{RULES}::test_the_rules_of_bandit_are_on", f"{RULES}::test_each_exemption_has_its_reason_beside_it")),
    Row("1.5.3", "two readers of one thing read the same", (f"{API}::test_odd_bodies_are_refused_in_the_one_shape", "web/test_api_shortcut.py::test_both_ways_give_the_same_answer")),
    # V2 validation and business logic
    Row("2.1.1", "what input looks like is written down", ("web/test_api_page.py::test_every_example_fits_its_description", "test_config.py::test_every_setting_has_a_row_of_its_own_with_help")),
    Row("2.1.2", "what must fit together is written down", ("web/test_api_page.py::test_what_the_examples_say_can_be_done",)),
    Row("2.1.3", "limits are written down", ("test_docs.py::test_the_table_of_settings_is_that_of_the_code",)),
    Row("2.2.1", "input is checked against what is expected", (f"{API}::test_what_does_not_fit_its_description_is_named_with_the_fix", "services/test_booking.py::test_what_does_not_fit_is_named_and_nothing_is_booked", "services/test_suggesting.py::test_nonsense_is_refused_by_name")),
    Row("2.2.2", "it is checked by the server", (f"{POINT}::test_a_bad_value_is_refused_beside_its_field_and_what_was_typed_stays",)),
    Row("2.2.3", "and so is what must fit together", (f"{API}::test_what_contradicts_what_stands_is_named_too", f"{POINT}::test_a_point_may_not_end_before_it_begins", "web/bureau/test_sessions.py::test_a_session_that_cannot_be_is_refused_beside_its_field")),
    Row("2.3.1", "steps cannot be left out", (f"{POINT}::test_a_change_is_stored_only_after_it_was_shown_and_confirmed", "services/test_suggesting.py::test_a_form_that_is_not_ours_gives_nothing")),
    Row("2.3.2", "limits hold", ("services/test_booking.py::test_a_phone_that_books_too_much_waits", "services/test_reporting.py::test_limits_hold_for_a_phone_a_network_and_a_point", "services/test_suggesting.py::test_an_address_gives_so_many_a_day_and_another_one_more")),
    Row("2.3.3", "all of a transaction, or nothing", ("web/bureau/test_listing.py::test_if_one_has_changed_in_between_none_is_written", "services/test_importing.py::test_a_failure_in_the_middle_of_the_write_leaves_nothing")),
    Row("2.3.4", "what is limited is given once", ("serving/test_booking_rush.py::test_five_hundred_at_once_get_twenty_places_and_thirty_turns", "register/test_places.py::test_the_engine_itself_refuses_what_the_guard_would_let_through")),
    Row("2.4.1", "nobody automates what costs us", (f"{SIGN_IN}::test_one_network_cannot_try_many_names", f"{KEEPERS}::test_a_link_that_is_used_without_end_is_slowed_down", f"{API}::test_who_writes_too_fast_is_told_when_to_come_back", "services/test_demand_counting.py::test_invented_places_of_one_network_fill_no_map")),
    # V3 the browser
    Row("3.2.1", "no answer is taken for what it is not", (f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in",)),
    Row("3.2.2", "text is shown as text", (f"{SCRIPTS}::test_html_is_put_into_a_page_only_as_our_server_made_it", f"{HOSTILE}::test_a_hostile_name_is_only_a_name")),
    Row("3.3.1", "cookies are secure, and their names say so", (f"{COOKIES}::test_behind_tls_the_cookie_is_of_this_host_alone", f"{COOKIES}::test_the_phones_number_at_a_door_is_kept_secure_behind_tls")),
    Row("3.3.2", "cookies do not travel from other sites", (f"{COOKIES}::test_behind_tls_the_cookie_is_of_this_host_alone", f"{COOKIES}::test_the_phones_number_at_a_door_is_kept_secure_behind_tls")),
    Row("3.3.3", "cookies are of one host", (f"{COOKIES}::test_behind_tls_the_cookie_is_of_this_host_alone",), left="the phone's number at a door is bound to /p/, so that it never travels with a position; __Host- allows no path"),
    Row("3.3.4", "no script reads a session", (f"{COOKIES}::test_behind_tls_the_cookie_is_of_this_host_alone", f"{COOKIES}::test_couriers_get_no_cookie")),
    Row("3.4.1", "strict transport behind TLS, for a year", (f"{ANSWERS}::test_strict_transport_is_asked_for_only_behind_tls",), left="not for hosts below ours: what a bureau serves there, and whether over TLS, we do not know"),
    Row("3.4.2", "what may be read across sites is named, and holds nothing private", ("web/test_api.py::test_any_site_may_read", f"{API}::test_a_cookie_opens_nothing_and_no_page_of_another_site_writes", f"{PAGES}::test_what_other_sites_may_read_is_public")),
    Row("3.4.3", "a content policy that lets nothing foreign run", (f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in", f"{PAGES}::test_no_page_has_anything_inline")),
    Row("3.4.4", "types are not guessed", (f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in",)),
    Row("3.4.5", "addresses are not told to other sites", (f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in",)),
    Row("3.4.6", "nobody frames us, but whom the setting names", ("web/test_embed.py::test_nobody_may_frame_it_unless_the_setting_says_so", f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in")),
    Row("3.5.1", "no page of another site acts in a visitor's name", (f"{FOREIGN}::*", f"{RIGHTS}::test_a_form_is_refused_without_its_token_by_every_route_that_changes_something")),
    Row("3.5.2", "what relies on a preflight cannot be asked without", (f"{API}::test_a_cookie_opens_nothing_and_no_page_of_another_site_writes", f"{API}::test_odd_bodies_are_refused_in_the_one_shape")),
    Row("3.5.3", "what changes something is no GET", (f"{PAGES}::test_looking_at_every_page_changes_nothing",)),
    Row("3.5.4", "applications apart have hosts apart", apart="it is one application; README gives it a host of its own"),
    Row("3.5.5", "messages between windows", (f"{SCRIPTS}::test_no_script_listens_to_other_windows",)),
    Row("3.7.1", "nothing outdated is asked of browsers", apart="HTML, CSS and scripts, and all of it works without scripts"),
    Row("3.7.2", "redirects stay with us", (f"{SIGN_IN}::test_nobody_is_sent_off_the_desk_after_signing_in", f"{AWAY}::test_no_next_leads_away", f"{AWAY}::test_no_redirect_leads_to_another_host")),
    # V4 API
    Row("4.1.1", "each answer says what it is, and in which writing", (f"{PAGES}::test_every_answer_says_what_it_is_and_lets_nothing_in",)),
    Row("4.1.2", "only pages lead from http to https", apart="nothing of ours leads there: README's proxy listens over TLS alone"),
    Row("4.1.3", "headers of a proxy are believed as far as configured", (f"{PROXY}::test_no_visitor_names_the_host_of_our_links", "security/test_hosts.py::test_a_forwarded_name_is_held_to_the_same", f"{PAGES}::test_no_header_but_those_it_names_changes_a_page_for_all")),
    Row("4.1.4", "other methods are refused", (f"{PAGES}::test_no_method_is_answered_that_a_route_does_not_name",)),
    Row("4.2.1", "a request has one end", (f"{PROXY}::test_what_could_end_in_two_places_hides_no_request",)),
    Row("4.3", "GraphQL", apart=NOT_HERE),
    Row("4.4", "WebSockets", apart=NOT_HERE),
    # V5 files
    Row("5.1.1", "which files are taken, and how large, is written down", (f"{ROSTERS}::test_a_file_that_is_no_roster_is_refused_in_words", "web/bureau/test_imports.py::test_what_is_no_roster_is_refused_beside_its_field_with_the_fix")),
    Row("5.2.1", "no file is too large", (f"{ANSWERS}::test_a_huge_request_is_refused", "web/bureau/test_imports.py::test_a_file_that_is_far_too_large_is_refused_before_it_is_read", "services/test_preview_memory.py::*")),
    Row("5.2.2", "a file is what its content says", (f"{ROSTERS}::test_a_renamed_file_is_known_by_its_content",)),
    Row("5.2.3", "no archive unpacks without end", (f"{ROSTERS}::test_a_part_that_unpacks_to_more_than_it_declares_reaches_no_parser", "sheets/test_bounds.py::test_more_sheets_than_a_city_has_streets_are_refused", "backups/test_container.py::test_a_frame_that_unpacks_to_more_than_was_ever_put_in_is_refused")),
    Row("5.3.1", "no file that was sent is run", ("web/bureau/test_imports.py::test_sending_in_writes_no_point_and_keeps_the_file_sealed",)),
    Row("5.3.2", "no name of a file is a path of ours", ("web/test_open_data.py::test_nothing_but_the_files_is_there", "services/test_exporting.py::test_an_export_never_takes_the_place_of_the_instances_own_files", f"{AWAY}::test_no_path_leads_out_of_its_folder")),
    Row("5.4.1", "the name under which a file is saved is ours", (f"{AWAY}::test_nothing_typed_makes_a_header",)),
    Row("5.4.2", "and survives a header", ("web/bureau/test_listing.py::test_an_exports_name_survives_a_header",)),
    Row("5.4.3", "files are looked through for malware", apart="a file that was sent in is handed to nobody: what is handed out we write anew, as text"),
    # V6 authentication
    Row("6.1.1", "how guessing is slowed down is written down", ("test_docs.py::test_every_border_says_who_may_send_what",)),
    Row("6.1.2", "the words of this place that no password may be made of are written down", (f"{PASSWORDS}::test_words_of_this_place_are_no_password",)),
    Row("6.1.3", "the ways in are written down", ("test_docs.py::test_every_border_says_who_may_send_what", f"{RIGHTS}::test_every_route_has_a_row_and_every_row_a_route")),
    Row("6.2.1", "passwords have eight characters and more (twelve)", (f"{SIGN_IN}::test_a_password_that_will_not_do_is_refused_beside_its_field",)),
    Row("6.2.2", "users change their own", (f"{SIGN_IN}::test_a_new_password_signs_every_other_device_out",)),
    Row("6.2.3", "by the old one", (f"{SIGN_IN}::test_a_password_that_will_not_do_is_refused_beside_its_field",)),
    Row("6.2.4", "none is among the most common", (f"{PASSWORDS}::test_the_most_common_passwords_are_refused",)),
    Row("6.2.5", "any signs will do", (f"{PASSWORDS}::test_any_signs_make_a_password",)),
    Row("6.2.6", "what is typed is masked", (f"{PASSWORDS}::test_fields_are_masked_and_may_be_filled_in_by_a_program",)),
    Row("6.2.7", "it may be pasted, and kept by a program", (f"{PASSWORDS}::test_fields_are_masked_and_may_be_filled_in_by_a_program",)),
    Row("6.2.8", "it is compared as it was typed", (f"{PASSWORDS}::test_a_password_is_taken_as_it_was_typed",)),
    Row("6.2.9", "64 characters will do", (f"{PASSWORDS}::test_any_signs_make_a_password",)),
    Row("6.2.10", "none has to be changed now and then", apart="nothing ends a password but its owner, a new link, or closing the account"),
    Row("6.2.11", "none is made of the words of this place", (f"{PASSWORDS}::test_words_of_this_place_are_no_password",)),
    Row("6.2.12", "none is among those that leaked", (f"{PASSWORDS}::test_the_most_common_passwords_are_refused",), left="the most common of them alone: asking a service of leaked ones would tell it of ours"),
    Row("6.3.1", "guessing is slowed down, and locks nobody out for ever", (f"{SIGN_IN}::test_after_too_many_failures_even_the_right_password_waits", f"{TWO}::test_wrong_codes_lock_as_wrong_passwords_do_and_the_password_forgets_none", f"{TWO}::test_in_a_day_only_so_many_codes_may_be_tried", f"{SIGN_IN}::test_who_tried_in_vain_gets_in_with_the_password_of_a_new_link")),
    Row("6.3.2", "no account stands by default", (f"{PASSWORDS}::test_a_new_instance_has_no_account",)),
    Row("6.3.3", "more than one factor", (f"{TWO}::test_whoever_has_the_password_alone_does_not_get_in", f"{TWO}::test_who_must_have_one_sets_it_up_before_anything_else"), left="who must have two is a setting, which nobody is made to set: doctor warns of a city account with one"),
    Row("6.3.4", "no way in is weaker than was written down", (f"{RIGHTS}::test_nobody_gets_no_further_than_the_sign_in", f"{RIGHTS}::test_a_keepers_page_opens_to_no_token_that_is_not_signed", f"{API}::test_without_a_token_that_works_nothing_is_done")),
    Row("6.3.5", "who has an account hears of attempts that got half in", (f"{TWO}::test_whose_password_others_have_hears_of_it",), left="of wrong passwords alone nobody hears: everybody may try those"),
    Row("6.3.8", "who has an account cannot be found out", (f"{SIGN_IN}::test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody", f"{TIMING}::test_an_unknown_name_takes_the_work_of_a_wrong_password")),
    Row("6.4.1", "first passwords are set by their owner, by a link that ends", (f"{SIGN_IN}::test_the_link_sets_a_password_once", f"{SIGN_IN}::test_a_link_is_good_for_three_days")),
    Row("6.4.2", "secret questions", apart=NOT_HERE),
    Row("6.4.3", "a forgotten password is replaced by a link that the city hands over, and the second factor stays", (f"{SIGN_IN}::test_who_tried_in_vain_gets_in_with_the_password_of_a_new_link", f"{TWO}::test_a_new_link_changes_the_password_alone")),
    Row("6.4.4", "a lost factor is taken away by a person who knows whose it is", (f"{TWO}::test_the_city_takes_it_away_from_who_lost_the_phone",)),
    Row("6.5.1", "a code is good once", (f"{TWO}::test_a_code_is_good_once", "register/test_factors.py::test_of_many_at_once_with_the_same_code_one_gets_in", f"{TWO}::test_a_recovery_code_gets_in_once")),
    Row("6.5.2", "recovery codes are kept as passwords are", (f"{TWO}::test_it_stands_only_after_a_right_code_and_the_password",)),
    Row("6.5.3", "keys and recovery codes are drawn", (f"{CIPHERS}::test_every_use_stands_in_the_list", f"{TWO}::test_keys_and_codes_are_drawn_anew_each_time")),
    Row("6.5.4", "recovery codes have 20 bits and more (40)", (f"{TWO}::test_keys_and_codes_are_drawn_anew_each_time",)),
    Row("6.5.5", "a code is good for half a minute", (f"{TWO}::test_a_phones_clock_may_be_off_by_half_a_minute",), left="the one before and the one after too, for clocks differ, as RFC 6238 allows"),
    Row("6.6", "codes by telephone", apart=NOT_HERE),
    Row("6.8", "sign-on by another system", apart=NOT_HERE),
    # V7 sessions
    Row("7.1.1", "how long sessions last is written down", ("test_docs.py::test_the_table_of_settings_is_that_of_the_code", f"{SIGN_IN}::test_a_session_ends_after_two_weeks_however_much_it_is_used")),
    Row("7.1.2", "how many there may be is written down", ("test_docs.py::test_every_border_says_who_may_send_what",)),
    Row("7.1.3", "sessions of several systems", apart=NOT_HERE),
    Row("7.2.1", "the server decides who is signed in", (f"{SIGN_IN}::test_signing_out_ends_the_session_in_the_register_too",)),
    Row("7.2.2", "tokens of sessions are drawn for each", (f"{SIGN_IN}::test_the_session_is_another_after_signing_in",)),
    Row("7.2.3", "and cannot be guessed", (f"{TOKENS}::test_a_token_has_256_bits_and_none_comes_twice",)),
    Row("7.2.4", "signing in makes a new session and ends the one before", (f"{SIGN_IN}::test_the_session_is_another_after_signing_in", f"{SIGN_IN}::test_who_signs_in_again_has_one_session")),
    Row("7.3.1", "a session that is not used ends", (f"{SIGN_IN}::test_a_session_that_is_not_used_is_over",)),
    Row("7.3.2", "and so does each after a time", (f"{SIGN_IN}::test_a_session_ends_after_two_weeks_however_much_it_is_used",)),
    Row("7.4.1", "signing out ends it for good", (f"{SIGN_IN}::test_signing_out_ends_the_session_in_the_register_too",)),
    Row("7.4.2", "so does closing the account", (f"{SIGN_IN}::test_an_account_that_is_disabled_is_out_at_once",)),
    Row("7.4.3", "a new password, and a change of the second factor, ends the others", (f"{SIGN_IN}::test_a_new_password_signs_every_other_device_out", f"{SIGN_IN}::test_who_has_a_copy_of_the_cookie_is_out_too", f"{TWO}::test_a_change_of_it_ends_every_other_session_and_what_was_before")),
    Row("7.4.4", "one can sign out on every page", (f"{PAGES}::test_one_can_sign_out_on_every_page_of_the_desk",)),
    Row("7.4.5", "the city ends the sessions of an account", (f"{SIGN_IN}::test_an_account_that_is_disabled_is_out_at_once",)),
    Row("7.5.1", "the way in is changed only by who signs in anew", (f"{ANEW}::test_an_older_session_changes_no_way_in", f"{SIGN_IN}::test_a_password_that_will_not_do_is_refused_beside_its_field", f"{TWO}::test_it_stands_only_after_a_right_code_and_the_password", f"{TWO}::test_one_takes_ones_own_away_by_the_password_alone")),
    Row("7.5.2", "one sees one's sessions and ends the others", (f"{SIGN_IN}::test_one_sees_where_one_is_signed_in_and_ends_the_others",), left="the password is not asked for again: it only shuts out, and a thief could do no worse than sign the owner out"),
    Row("7.5.3", "so are the accounts and tokens of others", (f"{ANEW}::*",)),
    Row("7.6", "sessions with another system's", apart=NOT_HERE),
    # V8 authorisation
    Row("8.1.1", "who may do what is written down", (f"{RIGHTS}::test_every_route_has_a_row_and_every_row_a_route",)),
    Row("8.1.2", "and which fields", ("web/test_api_page.py::test_the_page_tells_of_everything_in_the_document",)),
    Row("8.2.1", "each function asks who it is", (f"{RIGHTS}::test_nobody_gets_no_further_than_the_sign_in", f"{RIGHTS}::test_only_the_city_gets_through_what_is_the_citys", f"{API}::test_a_token_does_what_it_was_made_for_and_nothing_else")),
    Row("8.2.2", "each object asks whose it is", (f"{RIGHTS}::test_another_bureaus_editor_gets_nowhere_near_a_point", "web/bureau/test_listing.py::test_points_of_another_bureau_are_refused_with_all_that_were_chosen_beside_them", "web/bureau/test_review.py::test_another_bureaus_queue_is_neither_seen_nor_settled", f"{API}::test_anothers_are_answered_as_if_they_were_not_there", f"{KEEPERS}::test_a_link_of_another_site_lets_nobody_in")),
    Row("8.2.3", "each field too", ("security/test_assignment.py::*", f"{API}::test_private_contacts_stay_and_never_come_out")),
    Row("8.3.1", "it is the server that decides", (f"{RIGHTS}::test_another_bureaus_editor_gets_nowhere_near_a_point",)),
    Row("8.4.1", "no bureau reaches another's", (f"{RIGHTS}::test_another_bureaus_editor_gets_nowhere_near_a_point", f"{API}::test_anothers_are_answered_as_if_they_were_not_there")),
    # V9 self-contained tokens, V10 OAuth
    Row("9.1.1", "a token is signed, and altered it is none", (f"{KEEPERS}::test_a_token_that_was_altered_lets_nobody_in", f"{TOKENS}::test_a_form_that_was_altered_is_none")),
    Row("9.1.2", "by one method alone", (f"{CIPHERS}::*",)),
    Row("9.1.3", "with a key of ours", (f"{KEEPERS}::test_a_link_of_another_site_lets_nobody_in",)),
    Row("9.2.1", "a token ends", (f"{KEEPERS}::test_a_link_that_was_revoked_or_is_over_lets_nobody_in", "web/test_booking_pages.py::test_a_form_that_lay_too_long_is_taken_at_the_next_tap")),
    Row("9.2.2", "and opens what it was made for alone", (f"{TOKENS}::test_no_token_opens_what_another_was_made_for",)),
    Row("9.2.3", "at the site it was made for", (f"{KEEPERS}::test_a_link_of_another_site_lets_nobody_in",)),
    Row("9.2.4", "tokens for others", apart="tokens are for this site alone"),
    Row("10", "OAuth and OpenID Connect", apart="neither given nor taken"),
    # V11 cryptography
    Row("11.1.1", "how keys are kept and changed is written down, and works", ("register/test_resealing.py::test_all_that_is_sealed_is_sealed_anew_and_found_by_the_new_key_alone", "cli/test_housekeeping.py::test_a_new_data_key_takes_the_place_of_the_old", "services/test_doctor_operating.py::test_one_key_for_two_uses")),
    Row("11.1.2", "what is sealed, signed and hashed, and how, is in one list", (f"{CIPHERS}::test_every_use_stands_in_the_list",)),
    Row("11.2.1", "no cipher is our own", (f"{CIPHERS}::test_every_use_stands_in_the_list",)),
    Row("11.2.2", "keys and costs can be changed", ("register/test_secrecy.py::test_a_wrong_key_is_named_and_a_new_one_beside_the_old_opens_everything", f"{PASSWORDS}::test_a_password_of_weaker_costs_is_made_anew")),
    Row("11.2.3", "128 bits at least", (f"{TOKENS}::test_a_token_has_256_bits_and_none_comes_twice", "register/test_secrecy.py::test_a_key_that_is_none_is_refused_at_once", "cli/test_serve.py::test_a_short_secret_is_refused")),
    Row("11.3.1", "no weak mode", (f"{CIPHERS}::test_every_use_stands_in_the_list",)),
    Row("11.3.2", "approved ciphers alone", (f"{CIPHERS}::test_every_use_stands_in_the_list",), left="people are sealed by AES-128-CBC with HMAC-SHA256 (Fernet), which the standard keeps for what is there already; backups by AES-256-GCM"),
    Row("11.3.3", "what is sealed cannot be altered", (f"{CIPHERS}::test_what_is_sealed_cannot_be_altered", "backups/test_container.py::test_no_byte_of_it_can_be_another")),
    Row("11.4.1", "approved digests alone", (f"{CIPHERS}::test_every_digest_is_a_sound_one", f"{CIPHERS}::test_the_desks_cookie_is_signed_by_a_sound_digest")),
    Row("11.4.2", "passwords are kept by a slow digest", (f"{TOKENS}::test_passwords_are_kept_by_argon2", f"{PASSWORDS}::test_a_guess_costs_what_is_recommended")),
    Row("11.4.3", "digests are long enough", (f"{CIPHERS}::test_every_digest_is_a_sound_one",)),
    Row("11.4.4", "keys made of passwords", apart="keys are drawn: none is made of a password"),
    Row("11.5.1", "what must not be guessed is drawn by the system", (f"{TOKENS}::test_nothing_is_drawn_from_a_generator_that_can_be_foreseen", f"{TOKENS}::test_a_token_has_256_bits_and_none_comes_twice")),
    Row("11.6.1", "key pairs", apart="TLS is the proxy's and the library's"),
    # V12 communication
    Row("12.1.1", "recent TLS to visitors", (f"{PROXY}::test_the_example_speaks_recent_tls_alone",)),
    Row("12.1.2", "good ciphers", apart=PROXYS),
    Row("12.1.3", "certificates of clients", apart="none are asked for"),
    Row("12.2.1", "nothing in the clear to visitors", (f"{ANSWERS}::test_strict_transport_is_asked_for_only_behind_tls", "cli/test_doctor.py::test_the_demonstration_is_sound_but_not_fit_for_the_public")),
    Row("12.2.2", "with a certificate that browsers know", apart=PROXYS),
    Row("12.3.1", "TLS to others", (f"{OUTGOING}::test_no_other_host_is_spoken_to_and_none_in_the_clear", "security/test_register_link.py::*", f"{CERTIFICATE}::test_no_server_is_believed_that_is_not_vouched_for"), left="to PostgreSQL as the address says; where that looks at no certificate, doctor tells"),
    Row("12.3.2", "with their certificates checked", (f"{OUTGOING}::test_over_tls_all_is_the_same_with_a_host_that_is_vouched_for",)),
    Row("12.3.3", "TLS between our own services", apart="the proxy reaches us over loopback; nodes speak to the register alone (12.3.1)"),
    Row("12.3.4", "with certificates of our own", apart="see 12.3.3"),
    # V13 configuration
    Row("13.1.1", "whom we speak to is written down", ("security/test_outgoing_hosts.py::test_two_modules_alone_speak_to_others", "test_docs.py::test_every_border_says_who_may_send_what")),
    Row("13.2.1", "services know each other by more than a shared password", (f"{CERTIFICATE}::test_an_instance_stands_there_is_served_and_backed_up_without_a_password", f"{CERTIFICATE}::test_nobody_gets_in_who_is_not_vouched_for"), left="where the operator does as README says: a password will do, too"),
    Row("13.2.2", "with the least rights", ("security/test_files.py::test_an_instance_is_made_for_its_owner_alone", f"{CERTIFICATE}::test_the_role_does_nothing_outside_its_database", f"{CERTIFICATE}::test_no_other_role_comes_into_its_database")),
    Row("13.2.3", "no credentials by default", ("cli/test_serve.py::test_without_a_key_it_says_which_and_how_to_make_one", f"{PASSWORDS}::test_a_new_instance_has_no_account")),
    Row("13.2.4", "whom we may speak to is a list", ("security/test_outgoing_hosts.py::*",)),
    Row("13.2.5", "and nothing else is loaded from elsewhere", ("security/test_outgoing_hosts.py::test_two_modules_alone_speak_to_others",)),
    Row("13.3.1", "secrets stand apart and are never shown", ("test_config.py::test_no_key_is_ever_shown", "cli/test_doctor.py::test_no_key_is_printed", "services/test_saving.py::test_the_keys_are_in_no_backup"), left="they come from the environment or a file of 600: a vault puts them there"),
    Row("13.3.2", "and are read by us alone", ("security/test_files.py::test_an_instance_is_made_for_its_owner_alone", "cli/test_doctor.py::test_keys_that_others_can_read_are_noticed")),
    Row("13.4.1", "no history of the source is served", (f"{AWAY}::test_no_path_leads_out_of_its_folder",)),
    Row("13.4.2", "no debugging where the public comes", ("web/test_threshold.py::test_a_failure_that_nothing_foresaw_is_told_without_the_visitors_words", f"{RULES}::test_the_rules_of_bandit_are_on")),
    Row("13.4.3", "no folder is listed", (f"{AWAY}::test_no_folder_is_listed",)),
    Row("13.4.4", "TRACE is not answered", (f"{PAGES}::test_no_method_is_answered_that_a_route_does_not_name",)),
    Row("13.4.5", "what is for operators is not for the public", ("web/test_metrics.py::test_who_may_read_the_numbers", f"{ANSWERS}::test_readiness_names_no_folder")),
    # V14 data
    Row("14.1.1", "what is private is written down", ("register/test_personal.py::test_every_column_that_may_hold_a_person_is_named",)),
    Row("14.1.2", "and what is done about it", ("web/courier/test_privacy_page.py::test_the_periods_are_those_that_are_set",)),
    Row("14.2.1", "nothing private stands in an address", ("web/test_demand_counts.py::test_where_someone_was_is_nowhere_but_as_a_cell", f"{API}::test_a_token_in_the_address_is_refused", "web/bureau/test_personal.py::test_it_is_looked_up_handed_out_and_erased")),
    Row("14.2.2", "no cache of ours keeps what is private", ("web/test_kept.py::test_a_page_that_is_not_for_everyone_is_never_kept", "security/test_hosts.py::test_what_was_kept_for_one_name_is_given_to_no_other")),
    Row("14.2.3", "no stranger hears of a visitor", ("browser/test_pages.py::test_a_page_seen_twice_fetches_nothing_foreign_and_complains_of_nothing",)),
    Row("14.2.4", "and all that was written down is done", ("register/test_secrecy.py::test_a_private_contact_lies_nowhere_in_the_clear", "services/test_booking.py::test_no_name_and_no_number_is_in_the_file", "services/test_retention.py::test_it_is_kept_till_its_period_is_over_and_no_longer", f"{PROXY}::test_no_log_tells_where_a_courier_was_or_lets_anyone_in")),
    Row("14.2.6", "no more is shown than is needed", ("web/bureau/test_roster.py::test_names_are_masked_until_they_are_opened_which_is_noted", "services/test_privacy.py::test_the_api_and_the_pages_show_no_one")),
    Row("14.2.7", "what is old goes", ("cli/test_housekeeping.py::test_people_are_forgotten_after_the_days_that_are_set",)),
    Row("14.3.1", "what a browser holds goes with the session", (f"{COOKIES}::test_signing_out_takes_the_cookie_away", f"{SCRIPTS}::test_the_desk_keeps_nothing_in_the_browser")),
    Row("14.3.2", "no browser keeps what is private", (f"{PAGES}::test_what_is_not_for_everybody_is_kept_by_nobody",)),
    Row("14.3.3", "no script keeps what is private", (f"{SCRIPTS}::test_what_scripts_keep_is_named",), left="a courier's own place stays in the tab till that is closed, so that the list is drawn anew without asking"),
    # V15 the code and what it uses
    Row("15.1.1", "how fast a hole in a library is mended is written down", ("security/test_libraries.py::*",)),
    Row("15.1.2", "all libraries are in one list", ("security/test_libraries.py::test_what_we_ask_for_is_in_the_list_in_a_version_that_we_allow", "security/test_libraries.py::test_what_a_listed_library_asks_for_is_listed_too")),
    Row("15.1.3", "what costs much is written down, and bounded", ("sheets/test_bounds.py::test_all_sheets_together_are_no_longer_than_one_may_be", "test_docs.py::test_every_border_says_who_may_send_what")),
    Row("15.2.1", "no library with a known hole", ("security/test_libraries.py::*",)),
    Row("15.2.2", "what costs much takes nobody's service away", ("services/test_preview_memory.py::*", f"{PROXY}::test_requests_that_are_never_finished_keep_nobody_waiting", "register/test_server.py::test_a_statement_that_takes_too_long_is_given_up")),
    Row("15.2.3", "nothing of tests is installed", ("services/test_instances.py::test_the_demonstration_refuses_a_real_instance_and_init_a_demonstration",)),
    Row("15.3.1", "no field is told that nobody asked for", ("web/test_api.py::test_no_name_and_no_mobile_number_of_a_contact_is_given", "services/test_open_data.py::test_no_file_tells_of_anybody")),
    Row("15.3.2", "no redirect of another is followed", (f"{OUTGOING}::test_a_redirect_is_not_followed", "geocoding/test_adapter.py::test_a_redirect_to_another_host_is_not_followed")),
    Row("15.3.3", "no field is written that was not offered", ("security/test_assignment.py::*",)),
    Row("15.3.4", "the visitor's address is the one that the proxy wrote", (f"{PROXY}::test_no_visitor_names_the_host_of_our_links", f"{SIGN_IN}::test_one_network_cannot_try_many_names", "web/test_metrics.py::test_who_may_read_the_numbers")),
    Row("15.3.5", "types are what they should be", (f"{API}::test_odd_bodies_are_refused_in_the_one_shape", "web/test_api_contract.py::test_schemathesis_finds_nothing_on_the_whole_specification")),
    Row("15.3.6", "no script is led astray by a name", (f"{SCRIPTS}::test_what_comes_from_outside_names_no_property",)),
    Row("15.3.7", "a parameter that is said twice is one", (f"{PAGES}::test_what_is_said_twice_is_taken_one_way",)),
    Row("15.4.1", "two at once are as safe as one", ("serving/test_booking_rush.py::test_the_same_form_from_many_taps_is_one_booking", f"{API}::test_two_at_once_under_one_key_add_one_point")),
    # V16 logs and errors
    Row("16.1.1", "what is logged where, and for how long, is written down", (f"{EVENTS}::test_readme_says_where_each_line_goes_who_reads_it_and_how_long_it_stays",)),
    Row("16.2.1", "a line says when, what and who", ("web/test_json_lines.py::test_a_request_is_one_object_with_the_proxys_id_and_no_query", f"{EVENTS}::test_signing_in_and_out_is_told_with_the_account")),
    Row("16.2.2", "with the zone of its time", (f"{EVENTS}::test_a_line_says_the_zone_of_its_time",)),
    Row("16.2.3", "in no other place", (f"{EVENTS}::test_lines_go_to_one_place",)),
    Row("16.2.4", "as programs read it", ("web/test_json_lines.py::test_other_lines_are_objects_too",)),
    Row("16.2.5", "no line holds a secret or tells of a visitor", (f"{ANSWERS}::test_a_log_line_tells_nothing_of_a_visitor", f"{PROXY}::test_no_log_tells_where_a_courier_was_or_lets_anyone_in")),
    Row("16.3.1", "signing in is logged, in vain too", (f"{EVENTS}::test_signing_in_and_out_is_told_with_the_account",)),
    Row("16.3.2", "so is what somebody has no right to", (f"{EVENTS}::test_what_one_has_no_right_to_is_told",)),
    Row("16.3.3", "and who gets round something, or tries too often", (f"{EVENTS}::test_what_one_has_no_right_to_is_told", f"{EVENTS}::test_signing_in_and_out_is_told_with_the_account")),
    Row("16.3.4", "and what nobody foresaw", (f"{ANSWERS}::test_an_unforeseen_failure_is_logged_without_its_message",)),
    Row("16.4.1", "nobody writes a line into the log", (f"{ANSWERS}::test_a_log_line_tells_nothing_of_a_visitor", f"{ANSWERS}::test_a_request_id_of_the_proxy_is_kept_when_it_is_harmless", f"{EVENTS}::test_nobody_writes_a_line")),
    Row("16.4.2", "logs are for who may read them", apart="the journal's: we write to stderr and keep nothing"),
    Row("16.4.3", "logs go to another machine", apart="the journal's: one JSON object a line is what collectors take"),
    Row("16.5.1", "an error says nothing of the inside", (f"{ANSWERS}::test_an_unforeseen_failure_is_logged_without_its_message",)),
    Row("16.5.2", "what others fail at does not fail with them", (f"{API}::test_while_the_register_is_away_writing_waits_and_reading_goes_on", "serving/test_nodes.py::test_without_the_register_all_is_read_and_nothing_written")),
    Row("16.5.3", "what fails lets nobody through", ("register/test_feed.py::test_a_transaction_that_fails_leaves_nothing", "faults/test_survives.py::test_nothing_is_lost_and_it_goes_on")),
    Row("16.5.4", "nothing ends the process", ("web/test_threshold.py::test_a_failure_that_nothing_foresaw_is_told_without_the_visitors_words",)),
    Row("17", "WebRTC", apart=NOT_HERE),
)  # fmt: skip
