package io.github.backcheck.defect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DefectPagesTest {

    @Test
    void thePageSaysWhatTheCatalogueSays() throws IOException {
        assertThat(Files.readString(DefectPages.PAGE))
                .as("run io.github.backcheck.defect.DefectPages to write the page anew")
                .isEqualTo(DefectPages.text());
    }
}
