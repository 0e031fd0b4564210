package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.longhand.dataset.Augmentation;
import dev.longhand.image.Preprocessing;
import java.util.List;
import org.junit.jupiter.api.Test;

class CharacterRecipeTest {
  private static final CharacterRecipe RECIPE = CharacterRecipe.defaults();

  @Test
  void allOfItIsTold() {
    assertThat(RECIPE.toMap())
        .containsEntry("epochs", "12")
        .containsEntry("pens", "3")
        .containsEntry("strokeAugmentation", Augmentation.CHARACTER.toString())
        .containsKeys("preprocessing", "dropout", "smoothing", "learningRate", "seed");
  }

  @Test
  void partsAreReplacedOneByOne() {
    assertThat(RECIPE.withDropout(0.4f).dropout()).isEqualTo(0.4f);
    assertThat(RECIPE.withSmoothing(0.1f).smoothing()).isEqualTo(0.1f);
    assertThat(RECIPE.withAugmentation(Augmentation.NONE).strokeAugmentation())
        .isEqualTo(Augmentation.NONE);
    assertThat(RECIPE.withAugmentation(Augmentation.NONE).imageAugmentation())
        .isEqualTo(Augmentation.NONE);
    assertThat(RECIPE.withImageAugmentation(Augmentation.GENTLE))
        .returns(Augmentation.GENTLE, CharacterRecipe::imageAugmentation)
        .returns(RECIPE.strokeAugmentation(), CharacterRecipe::strokeAugmentation);
    assertThat(RECIPE.withUntouched(0.5).withUntouchedImages(0.25))
        .returns(RECIPE.strokeAugmentation().leaving(0.5), CharacterRecipe::strokeAugmentation)
        .returns(RECIPE.imageAugmentation().leaving(0.25), CharacterRecipe::imageAugmentation);
    assertThat(RECIPE.withSettings(RECIPE.settings().withEpochs(3)).settings().epochs())
        .isEqualTo(3);
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withDropout(1));
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withDropout(Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withSmoothing(-0.1f));
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withSmoothing(1));
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withUntouched(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> RECIPE.withUntouchedImages(-0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CharacterRecipe(
                    RECIPE.settings(),
                    RECIPE.preprocessing(),
                    Augmentation.NONE,
                    Augmentation.NONE,
                    0,
                    0,
                    0))
        .withMessageContaining("pens");
  }

  @Test
  void imagesOfAnotherSizeThanTheNetworksAreRefused() {
    var larger =
        new Preprocessing(
            List.of(
                new Preprocessing.ExtractInk(0.34, 0.08),
                new Preprocessing.FitSquare(32, 2),
                new Preprocessing.Normalize(0.2, 0.35)));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CharacterRecipe(
                    RECIPE.settings(), larger, Augmentation.NONE, Augmentation.NONE, 0, 0, 1))
        .withMessageContaining("28×28");
  }
}
