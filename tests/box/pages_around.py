"""From an address to a page, for what stands around the posts: topics, people, fragments, feeds."""

from __future__ import annotations

from dataclasses import replace

from tests.box import markup_fragments, markup_lists, markup_mobile, markup_notices, markup_people
from tests.box.listings import listing_of, number
from tests.box.site import Page
from tests.box.visit import Visit


def question_ajax(visit: Visit) -> Page:
    values, world = visit.address.values, visit.world
    action = visit.address.segments[2] if len(visit.address.segments) > 2 else ""
    if action == "get_answer_comments":
        wanted = number(values.get("answer_id"), 0)
        answer = world.answer(wanted)
        return markup_fragments.comments(answer.comments if answer else (), world, visit.site)
    post = world.posts.get(f"question/{number(values.get('question_id'), 0)}")
    if action == "get_question_comments":
        return markup_fragments.comments(post.comments if post else (), world, visit.site)
    if action == "get_focus_users" and post:
        return markup_fragments.followers(post, world, visit.site)
    return visit.login_wall() if action else visit.not_found()


def answer_comments(visit: Visit) -> Page:
    wanted = number(visit.address.values.get("answer_id"), 0)
    answer = visit.world.answer(wanted)
    return markup_mobile.comments(answer.comments if answer else (), visit.world, visit.site)


def topic(visit: Visit) -> Page:
    segments, values, world = visit.address.segments, visit.address.values, visit.world
    if segments[1:3] == ("ajax", "topic_info"):
        return markup_fragments.topic_info(number(values.get("topic_id"), 0), world)
    if segments[1:3] == ("ajax", "question_list"):
        wanted = replace(listing_of(values, world), kind="question")
        return markup_lists.fragment(wanted, world, visit.site)
    if len(segments) == 1 and "id" not in values:
        channel = f"channel-{values['channel']}__" if "channel" in values else ""
        path = f"topic/{channel}page-{{}}"
        return markup_people.square(visit.address.page, path, world, visit.site)
    found = world.topics.get(number(visit.last, 0)) or next(
        (t for t in world.topics.values() if visit.last in (t.title, t.token)), None
    )
    if found is None:
        return visit.not_found()
    if found.merged_into and values.get("rf") != "false":
        return visit.redirect(f"topic/{found.merged_into}?rf={found.id}")
    source = world.topics.get(number(values.get("rf"), 0))
    alert = f'<div class="alert">话题 ({source.title}) 已与当前话题合并</div>' if source else ""
    return markup_people.topic(found, alert, world, visit.site)


def people(visit: Visit) -> Page:
    segments, values, world = visit.address.segments, visit.address.values, visit.world
    if segments[1:2] == ("ajax",):
        return _people_ajax(visit)
    if len(segments) == 1 and "id" not in values:
        return markup_people.people(visit.address.page, world, visit.site)
    found = world.people.get(number(visit.last, 0)) or next(
        (p for p in world.people.values() if p.name == visit.last), None
    )
    if found is None:
        return markup_notices.message("用户不存在或已被删除", world, visit.site)
    if found.banned:
        return markup_notices.message("该用户已被封禁", world, visit.site, status=404)
    return markup_people.person(found, world, visit.site)


def _people_ajax(visit: Visit) -> Page:
    values, world = visit.address.values, visit.world
    action = visit.address.segments[2] if len(visit.address.segments) > 2 else ""
    uid = number(values.get("uid"), 0)
    if action == "user_info":
        return markup_fragments.person_info(world.people.get(uid), world, visit.site)
    if action == "user_actions":
        page = number(values.get("page"), 0)
        return markup_fragments.user_actions(
            uid, values.get("actions", ""), page, world, visit.site
        )
    return Page("")


def feed(visit: Visit) -> Page:
    values = dict(visit.address.values)
    if "topic" in values:
        values["topic_id"] = values["topic"]
    listing = replace(listing_of(values, visit.world), kind="question")
    return markup_people.feed(listing, visit.world, visit.site)
