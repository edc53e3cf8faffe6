using System.Text.Json;

namespace Fer.Ml.Tests;

public class ScikitLearnTests
{
    public static TheoryData<string> FixtureNames => ["iris", "wine", "breast_cancer", "digits"];

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void Models_equal_those_of_scikit_learn(string name)
    {
        var fixture = LearnerFixture.Read(name);
        Assert.All(fixture.Cases, @case => Check(fixture, @case));
    }

    private static void Check(LearnerFixture fixture, JsonElement @case)
    {
        string name = @case.GetProperty("case").GetString()!;
        IClassifier learner = Learner(name, fixture.Priors);
        double[]? weights = @case.GetProperty("weights").GetBoolean() ? fixture.Weights : null;
        IClassifierModel model = learner.Fit(
            fixture.Training, new FitOptions { SampleWeights = weights }, null, TestContext.Current.CancellationToken);

        if (@case.TryGetProperty("coef", out JsonElement coefficients))
        {
            var linear = (LinearModel)model;
            bool difference = learner is LinearDiscriminantAnalysis or LogisticRegression;
            Close(coefficients, OneRowForTwoClasses(linear.Coefficients.ToArray(), linear.Classes.Count, difference), name);
            Close(@case.GetProperty("intercept"), OneRowForTwoClasses(linear.Intercepts.ToArray(), linear.Classes.Count, difference), name);
        }

        if (@case.TryGetProperty("decision", out JsonElement decision))
        {
            double[] scores = ((IDecisionFunction)model).Scores(fixture.Probes);
            if (model.Classes.Count == 2)
                scores = [.. scores.Chunk(2).Select(row => learner is QuadraticDiscriminantAnalysis ? row[1] - row[0] : row[1])];
            Close(decision, scores, name);
        }

        if (@case.TryGetProperty("support", out JsonElement support))
            Assert.Equal(support.Deserialize<int[]>()!, ((SvcModel)model).Support);

        double[] probabilities = model.Probabilities(fixture.Probes);
        if (@case.TryGetProperty("probabilities", out JsonElement expected))
        {
            Assert.All(
                expected.Deserialize<double[]>()!.Zip(probabilities),
                pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-6, $"{name}: {pair}"));
        }

        Assert.Equal(@case.GetProperty("predicted").Deserialize<int[]>()!, model.Labels(fixture.Probes));
    }

    private static double[] OneRowForTwoClasses(double[] values, int classes, bool difference)
    {
        if (classes != 2)
            return values;
        int half = values.Length / 2;
        return [.. Enumerable.Range(half, half).Select(i => difference ? values[i] - values[i - half] : values[i])];
    }

    private static void Close(JsonElement expected, double[] actual, string name)
    {
        double[] wanted = expected.Deserialize<double[]>()!;
        Assert.Equal(wanted.Length, actual.Length);
        double greatest = wanted.Max(Math.Abs);
        for (int i = 0; i < wanted.Length; i++)
        {
            double allowed = 1e-5 * (Math.Abs(wanted[i]) + 0.01 * greatest);
            Assert.True(Math.Abs(wanted[i] - actual[i]) <= allowed, $"{name}: value {i} is {actual[i]:R}, not {wanted[i]:R}");
        }
    }

    private static IClassifier Learner(string name, double[] priors) => name switch
    {
        "ridge" => new RidgeClassifier(),
        "ridge alpha 0.1 no intercept" => new RidgeClassifier { Alpha = 0.1, FitIntercept = false },
        "ridge balanced weights" => new RidgeClassifier { ClassWeight = ClassWeight.Balanced },
        "lda" => new LinearDiscriminantAnalysis(),
        "lda priors" => new LinearDiscriminantAnalysis { Priors = priors },
        "lda lsqr" => new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr },
        "lda lsqr 0.3" => new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Of(0.3) },
        "lda lsqr auto" => new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Auto, Priors = priors },
        "qda" => new QuadraticDiscriminantAnalysis(),
        "qda 0.1" => new QuadraticDiscriminantAnalysis { RegParam = 0.1, Priors = priors },
        "nb" => new GaussianNB(),
        "nb weights" => new GaussianNB { VarSmoothing = 1e-3 },
        "logistic" => new LogisticRegression { Tol = 1e-9, MaxIter = 10_000 },
        "logistic C 0.1 balanced weights" =>
            new LogisticRegression { Tol = 1e-9, MaxIter = 10_000, C = 0.1, ClassWeight = ClassWeight.Balanced },
        "logistic no intercept" => new LogisticRegression { Tol = 1e-9, MaxIter = 10_000, FitIntercept = false },
        "logistic l1" => new LogisticRegression { Penalty = Penalty.L1, C = 0.2, Tol = 1e-8, MaxIter = 1000 },
        "knn" => new KNeighborsClassifier(),
        "knn 9 distance" => new KNeighborsClassifier { NNeighbors = 9, Weights = NeighborWeights.Distance },
        "linear svc" => new LinearSVC { Tol = 1e-11, MaxIter = 10_000 },
        "linear svc scaled weights" => new LinearSVC { C = 0.3, InterceptScaling = 3, Tol = 1e-11, MaxIter = 10_000 },
        "linear svc no intercept" => new LinearSVC { FitIntercept = false, Tol = 1e-11, MaxIter = 10_000 },
        "svc" => new SVC { Tol = 1e-9 },
        "svc linear" => new SVC { Kernel = SvcKernel.Linear, C = 0.5, Tol = 1e-9 },
        "svc auto balanced weights" => new SVC { Gamma = Gamma.Auto, C = 2, ClassWeight = ClassWeight.Balanced, Tol = 1e-9 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };
}
