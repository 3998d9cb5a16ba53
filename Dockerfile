# The official Odoo image with our addons and the OCA addons they stand on.
ARG ODOO_IMAGE=odoo:19.0
FROM ${ODOO_IMAGE}

USER root
COPY requirements.txt requirements-oca.txt /tmp/
# Only what the image lacks: Odoo's own libraries come with it.
RUN grep -E '^(holidays|openupgradelib|cssselect|phonenumbers)==' /tmp/requirements.txt > /tmp/ours.txt \
 && pip3 install --no-cache-dir --no-deps --target /opt/cs/python \
      -r /tmp/ours.txt -r /tmp/requirements-oca.txt \
 && rm /tmp/*.txt
ENV PYTHONPATH=/opt/cs/python
# Not /mnt/extra-addons: that is a volume of the image, and a volume keeps old code.
COPY addons /opt/cs/addons
COPY odoo.conf /etc/odoo/odoo.conf
COPY --chmod=755 docker/entrypoint.sh /cs-entrypoint.sh

USER odoo
ENTRYPOINT ["/cs-entrypoint.sh"]
CMD ["odoo"]
