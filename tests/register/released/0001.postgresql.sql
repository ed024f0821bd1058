SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.amenity (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    key character varying(64) NOT NULL,
    has boolean NOT NULL
);
CREATE TABLE public.bureau (
    slug character varying(64) NOT NULL,
    name text NOT NULL
);
CREATE TABLE public.calendar_day (
    date date NOT NULL,
    type character varying(32) NOT NULL,
    holiday text NOT NULL
);
CREATE TABLE public.change (
    n integer NOT NULL,
    code character varying(6) NOT NULL
);
CREATE TABLE public.contact (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    public boolean NOT NULL,
    number text NOT NULL,
    sealed text NOT NULL,
    fingerprint character varying(64) NOT NULL
);
CREATE TABLE public.feed (
    id integer NOT NULL,
    n integer NOT NULL
);
CREATE TABLE public.geocode_answer (
    provider character varying(32) NOT NULL,
    query text NOT NULL,
    answer json NOT NULL,
    level text NOT NULL,
    raw_datum character varying(32) NOT NULL,
    answered_on date NOT NULL
);
CREATE TABLE public.import_batch (
    id integer NOT NULL,
    filename text NOT NULL,
    sha256 character varying(64) NOT NULL,
    bureau text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(32) NOT NULL,
    actor_name text NOT NULL,
    counts json NOT NULL,
    columns json NOT NULL
);
CREATE SEQUENCE public.import_batch_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.import_batch_id_seq OWNED BY public.import_batch.id;
CREATE TABLE public.instance (
    id character varying(32) NOT NULL,
    kind character varying(32) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.point (
    code character varying(6) NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    kind character varying(32) NOT NULL,
    demonstration character varying(32) NOT NULL,
    bureau character varying(64) NOT NULL,
    district text NOT NULL,
    sub_district text NOT NULL,
    address text NOT NULL,
    latitude double precision,
    longitude double precision,
    precision_m double precision,
    position_basis character varying(32) NOT NULL,
    confirmed_by text NOT NULL,
    confirmed_on date,
    audience character varying(32) NOT NULL,
    free boolean,
    access character varying(32) NOT NULL,
    access_note text NOT NULL,
    parking_note text NOT NULL,
    hours_text text NOT NULL,
    opening_hours text,
    hours_status character varying(32) NOT NULL,
    hours_proposal text,
    hours_reasons json NOT NULL,
    booking_channel character varying(32) NOT NULL,
    booking_phone text NOT NULL,
    booking_link text NOT NULL,
    booking_note text NOT NULL,
    booking_note_date date,
    link_group text NOT NULL,
    valid_from date,
    valid_to date,
    listing character varying(32) NOT NULL,
    suspended_until timestamp with time zone,
    listing_reason text NOT NULL,
    checked_on date,
    checked_by text NOT NULL,
    source text NOT NULL,
    source_date text NOT NULL,
    note text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.position_candidate (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    candidate json NOT NULL,
    why text NOT NULL,
    found_at timestamp with time zone NOT NULL
);
CREATE TABLE public.review_item (
    id integer NOT NULL,
    key character varying(64) NOT NULL,
    kind character varying(32) NOT NULL,
    code character varying(6),
    bureau text NOT NULL,
    batch integer,
    sheet text NOT NULL,
    "row" integer,
    "column" text NOT NULL,
    reason text NOT NULL,
    content json NOT NULL,
    sealed text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by text NOT NULL,
    outcome text NOT NULL
);
CREATE SEQUENCE public.review_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.review_item_id_seq OWNED BY public.review_item.id;
CREATE TABLE public.revision (
    code character varying(6) NOT NULL,
    revision integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(32) NOT NULL,
    actor_name text NOT NULL,
    what json NOT NULL,
    why text NOT NULL,
    batch integer
);
CREATE TABLE public.space (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    name text NOT NULL,
    hours_text text,
    opening_hours text,
    hours_status character varying(32),
    hours_proposal text,
    hours_reasons json
);
ALTER TABLE ONLY public.import_batch ALTER COLUMN id SET DEFAULT nextval('public.import_batch_id_seq'::regclass);
ALTER TABLE ONLY public.review_item ALTER COLUMN id SET DEFAULT nextval('public.review_item_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.amenity VALUES ('7K2M9Q', 0, 'hot_water', false);
INSERT INTO public.amenity VALUES ('7K2M9R', 0, 'hot_water', false);
INSERT INTO public.bureau VALUES ('shili-0', 'name-0');
INSERT INTO public.bureau VALUES ('shili-1', 'name-1');
INSERT INTO public.calendar_day VALUES ('2026-09-01', 'workday', 'holiday-0');
INSERT INTO public.calendar_day VALUES ('2026-09-02', 'workday', 'holiday-1');
INSERT INTO public.change VALUES (1, '');
INSERT INTO public.change VALUES (2, '');
INSERT INTO public.contact VALUES ('7K2M9Q', 0, false, '', 'gAAAAABrCNV8F-r1kgDmxNyDOISXojvu8Ivo7QGlMXkdTFL0Z3K8j9fy9qOAPf1E8cYAs3Nth2bLsLw5zlaVwVb7mvTS5dsKx3fxnHWyFgQB7jZjUG_9kGo=', '9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336');
INSERT INTO public.contact VALUES ('7K2M9R', 0, false, '', 'gAAAAABrCNV87njgyWKYNu_AYHCLhPjAql-AumNsS-lb7muszrVdIawvnKD8XyFOo3TDH4GnrGTkIj12l_KXTv25lYl_1MgxBeITxHwXZit2C8Erho-qBjY=', '6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166');
INSERT INTO public.feed VALUES (1, 2);
INSERT INTO public.geocode_answer VALUES ('provider-0', 'query-0', '{}', 'level-0', 'raw_datum-0', '2026-09-01');
INSERT INTO public.geocode_answer VALUES ('provider-1', 'query-1', '{}', 'level-1', 'raw_datum-1', '2026-09-02');
INSERT INTO public.import_batch VALUES (1, 'filename-0', 'sha256-0', 'shili-0', '2026-09-01 02:00:00+00', 'actor_kind-0', 'actor_name-0', '{}', '{}');
INSERT INTO public.import_batch VALUES (2, 'filename-1', 'sha256-1', 'shili-1', '2026-09-01 02:00:00+00', 'actor_kind-1', 'actor_name-1', '{}', '{}');
INSERT INTO public.instance VALUES ('id-0', 'real', '2026-09-01 02:00:00+00');
INSERT INTO public.point VALUES ('7K2M9Q', 1, 'name-0', 'care_station', 'no', 'shili-0', '黄浦区', 'sub_district-0', 'address-0', 31.23, 121.47, 10, 'pin', 'confirmed_by-0', '2026-09-01', 'couriers', false, 'walk_in', 'access_note-0', 'parking_note-0', '每天9:00-17:00', 'Mo-Su 09:00-17:00', 'read', NULL, '[]', 'here', 'booking_phone-0', 'booking_link-0', 'booking_note-0', '2026-09-01', '', NULL, NULL, 'listed', NULL, 'listing_reason-0', '2026-09-01', 'checked_by-0', 'source-0', 'source_date-0', '', '2026-09-01 02:00:00+00');
INSERT INTO public.point VALUES ('7K2M9R', 1, 'name-1', 'care_station', 'no', 'shili-0', '黄浦区', 'sub_district-1', 'address-1', 31.23, 121.47, 10, 'pin', 'confirmed_by-1', '2026-09-02', 'couriers', false, 'walk_in', 'access_note-1', 'parking_note-1', '每天9:00-17:00', 'Mo-Su 09:00-17:00', 'read', NULL, '[]', 'here', 'booking_phone-1', 'booking_link-1', 'booking_note-1', '2026-09-02', '', NULL, NULL, 'listed', NULL, 'listing_reason-1', '2026-09-02', 'checked_by-1', 'source-1', 'source_date-1', '', '2026-09-01 02:00:00+00');
INSERT INTO public.position_candidate VALUES ('7K2M9Q', 1, '{}', 'why-0', '2026-09-01 02:00:00+00');
INSERT INTO public.position_candidate VALUES ('7K2M9R', 2, '{}', 'why-1', '2026-09-01 02:00:00+00');
INSERT INTO public.review_item VALUES (1, 'key-0', 'note', '7K2M9Q', 'shili-0', 1, 'sheet-0', 1, 'column-0', '', '{}', 'gAAAAABrCNV8tQ_DFXJy2EfKIIg_ZUfCN-lfKBqq0nU-s6IApznGw0XQQ68E-c9OM557vbaCcsEn_XLbcZXeCkUovPFax9mt0UJG2pFdpWezv-VGfKC6qbs=', '2026-09-01 02:00:00+00', NULL, 'done_by-0', 'outcome-0');
INSERT INTO public.review_item VALUES (2, 'key-1', 'note', '7K2M9R', 'shili-1', 2, 'sheet-1', 2, 'column-1', '', '{}', 'gAAAAABrCNV8ys2qkwYcjLacI8Pf7i_mbSaADAdZ5IEBz_1BiCNm8unnuVdC8A0_M0V2ATWmQLsRYGaEiW0OCrqx4vBrZ-Ir_XLhCrJosBzmpyhJopjnDeM=', '2026-09-01 02:00:00+00', NULL, 'done_by-1', 'outcome-1');
INSERT INTO public.revision VALUES ('7K2M9Q', 1, '2026-09-01 02:00:00+00', 'actor_kind-0', 'actor_name-0', '{"name": ["旧", "新"]}', 'why-0', 1);
INSERT INTO public.revision VALUES ('7K2M9R', 1, '2026-09-01 02:00:00+00', 'actor_kind-1', 'actor_name-1', '{"name": ["旧", "新"]}', 'why-1', 2);
INSERT INTO public.space VALUES ('7K2M9Q', 1, 'name-0', NULL, NULL, NULL, NULL, 'null');
INSERT INTO public.space VALUES ('7K2M9R', 1, 'name-1', NULL, NULL, NULL, NULL, 'null');
SELECT pg_catalog.setval('public.import_batch_id_seq', 2, true);
SELECT pg_catalog.setval('public.review_item_id_seq', 2, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.amenity
    ADD CONSTRAINT pk_amenity PRIMARY KEY (code, place, key);
ALTER TABLE ONLY public.bureau
    ADD CONSTRAINT pk_bureau PRIMARY KEY (slug);
ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT pk_calendar_day PRIMARY KEY (date);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT pk_change PRIMARY KEY (n, code);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (code, place);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT pk_feed PRIMARY KEY (id);
ALTER TABLE ONLY public.geocode_answer
    ADD CONSTRAINT pk_geocode_answer PRIMARY KEY (provider, query);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT pk_import_batch PRIMARY KEY (id);
ALTER TABLE ONLY public.instance
    ADD CONSTRAINT pk_instance PRIMARY KEY (id);
ALTER TABLE ONLY public.point
    ADD CONSTRAINT pk_point PRIMARY KEY (code);
ALTER TABLE ONLY public.position_candidate
    ADD CONSTRAINT pk_position_candidate PRIMARY KEY (code, place);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT pk_review_item PRIMARY KEY (id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT pk_revision PRIMARY KEY (code, revision);
ALTER TABLE ONLY public.space
    ADD CONSTRAINT pk_space PRIMARY KEY (code, place);
ALTER TABLE ONLY public.bureau
    ADD CONSTRAINT uq_bureau_name UNIQUE (name);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT uq_review_item_key UNIQUE (key);
CREATE INDEX ix_contact_fingerprint ON public.contact USING btree (fingerprint);
CREATE INDEX ix_import_batch_sha256 ON public.import_batch USING btree (sha256);
CREATE INDEX ix_point_bureau ON public.point USING btree (bureau);
CREATE INDEX ix_review_item_open ON public.review_item USING btree (done_at, kind);
CREATE INDEX ix_revision_batch ON public.revision USING btree (batch);
ALTER TABLE ONLY public.amenity
    ADD CONSTRAINT fk_amenity_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.position_candidate
    ADD CONSTRAINT fk_position_candidate_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT fk_review_item_batch FOREIGN KEY (batch) REFERENCES public.import_batch(id);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT fk_review_item_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT fk_revision_batch FOREIGN KEY (batch) REFERENCES public.import_batch(id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT fk_revision_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.space
    ADD CONSTRAINT fk_space_code FOREIGN KEY (code) REFERENCES public.point(code);
